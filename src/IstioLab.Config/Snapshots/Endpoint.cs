using System.Collections.Frozen;

namespace IstioLab.Config.Snapshots;

/// <summary>One address of a cluster.</summary>
public sealed record Endpoint
{
    /// <summary>The address: an IP, or a host name in clusters that resolve names.</summary>
    public required string Address { get; init; }

    /// <summary>The port to connect to.</summary>
    public required int Port { get; init; }

    /// <summary>Whether the pod is ready; others get no traffic.</summary>
    public bool IsReady { get; init; } = true;

    /// <summary>The pod's namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name of the pod or WorkloadEntry; empty for what is neither.</summary>
    public string PodName { get; init; } = "";

    /// <summary>The pod's service account.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary>The pod's labels.</summary>
    public FrozenDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The weight among its peers; 1 unless a WorkloadEntry says otherwise.</summary>
    public uint Weight { get; init; } = 1;

    /// <summary>Region, zone and sub-zone, separated by slashes; empty when unknown.</summary>
    public string Locality { get; init; } = "";

    /// <summary>The priority, 0 first, after locality failover.</summary>
    public int Priority { get; init; }

    /// <summary>Whether the pod has a sidecar (label <c>security.istio.io/tlsMode: istio</c>), so that automatic mutual TLS applies.</summary>
    public bool HasSidecar { get; init; }

    /// <summary>The pod's host name for headless services; empty for none.</summary>
    public string HostName { get; init; } = "";
}
