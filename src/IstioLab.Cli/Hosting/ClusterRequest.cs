using IstioLab.Cluster.Current;
using IstioLab.Cluster.Istio;

namespace IstioLab.Cli.Hosting;

/// <summary>The cluster that was asked for.</summary>
internal sealed record ClusterRequest
{
    /// <summary>The release that is followed unless another is asked for.</summary>
    public const string NewestIstio = "1.30";

    /// <summary>One of <see cref="ClusterKinds"/>.</summary>
    public string Kind { get; init; } = ClusterKinds.Embedded;

    /// <summary>The Istio release that the embedded cluster follows.</summary>
    public string Istio { get; init; } = NewestIstio;

    /// <summary>The releases of a k3d cluster; null for the others.</summary>
    public MeshVersions? Versions { get; init; }

    /// <summary>The context of <c>--cluster current</c>; null for the others.</summary>
    public CurrentContext? Context { get; init; }

    /// <summary>Whether what was made stays at the end.</summary>
    public bool Keep { get; init; }

    /// <summary>Whether nothing is asked.</summary>
    public bool Yes { get; init; }

    /// <summary>A folder that is searched for tools before the PATH.</summary>
    public string? Tools { get; init; }

    /// <summary>Whether the cluster lives in this process.</summary>
    public bool IsEmbedded => Kind == ClusterKinds.Embedded;
}
