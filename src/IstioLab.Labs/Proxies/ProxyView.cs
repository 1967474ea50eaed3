using IstioLab.Labs.Api;

namespace IstioLab.Labs.Proxies;

/// <summary>A proxy as its own page and the control plane describe it.</summary>
/// <param name="Pod">Its pod.</param>
/// <param name="Type"><c>sidecar</c> or <c>router</c>.</param>
/// <param name="Status">Whether its configuration is the newest.</param>
/// <param name="Snapshot">The number of its configuration; null while it has none.</param>
/// <param name="Version">The Istio release it follows.</param>
public sealed record ProxyView(PodView Pod, string Type, ProxyState Status, long? Snapshot, string Version);
