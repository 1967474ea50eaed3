using IstioLab.Config.Discovery;

namespace IstioLab.Config.Injection;

/// <summary>What the injected sidecar is like; the defaults are those of the demo profile.</summary>
public sealed record InjectionOptions
{
    /// <summary>The release, which decides on probes and the image.</summary>
    public IstioRelease Release { get; init; } = IstioRelease.Istio130;

    /// <summary>The revision that namespaces and pods ask for by <c>istio.io/rev</c>.</summary>
    public string Revision { get; init; } = "default";

    /// <summary>The proxy's image; empty for that of the release.</summary>
    public string Image { get; init; } = "";

    /// <summary>The CPU that the proxy asks for.</summary>
    public string RequestCpu { get; init; } = "10m";

    /// <summary>The memory that the proxy asks for.</summary>
    public string RequestMemory { get; init; } = "40Mi";

    /// <summary>
    /// Whether the sidecar is an init container that goes on running, where the annotation <c>sidecar.istio.io/nativeSidecar</c> of a pod
    /// does not decide; 1.17 knows neither.
    /// </summary>
    public bool NativeSidecars { get; init; }

    /// <summary>The cluster's DNS domain.</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The trust domain, which is the mesh's id too.</summary>
    public string TrustDomain { get; init; } = "cluster.local";

    /// <summary>The image that is used.</summary>
    internal string EffectiveImage => Image.Length > 0 ? Image
        : Release == IstioRelease.Istio117 ? "istio/proxyv2:1.17.8"
        : "istio/proxyv2:1.30.3";
}
