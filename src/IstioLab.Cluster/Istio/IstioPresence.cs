namespace IstioLab.Cluster.Istio;

/// <summary>The Istio that a cluster has.</summary>
public sealed record IstioPresence
{
    /// <summary>The resources that labs use and the cluster lacks, such as <c>virtualservices.networking.istio.io</c>.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The control plane's version, such as <c>1.30.4</c>; empty without a control plane, or where its image does not tell.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether a control plane runs.</summary>
    public bool HasControlPlane { get; init; }

    /// <summary>The control plane's namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The control plane's revision, such as <c>default</c>.</summary>
    public string Revision { get; init; } = "";

    /// <summary>Whether the ambient mode's node proxy, ztunnel, runs.</summary>
    public bool Ambient { get; init; }

    /// <summary>What was found, for people.</summary>
    public string Words => HasControlPlane
        ? $"Istio {(Version.Length == 0 ? "of an unknown version" : Version)} in '{Namespace}' (revision '{Revision}'{(Ambient ? ", ambient mode" : "")})"
        : "Istio's resources without a control plane: what is applied is stored, and no sidecar obeys it";
}
