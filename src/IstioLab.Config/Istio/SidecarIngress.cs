using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Istio;

/// <summary>An ingress listener of a Sidecar as written.</summary>
internal sealed record SidecarIngress(int Port, string Protocol, string DefaultEndpoint, string Bind, ServerTls? Tls);
