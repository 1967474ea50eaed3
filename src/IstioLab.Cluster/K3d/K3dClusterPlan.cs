namespace IstioLab.Cluster.K3d;

/// <summary>What one k3d cluster of ours is made of: everything its configuration file says.</summary>
internal sealed record K3dClusterPlan
{
    /// <summary>Name without k3d's prefix, for example <c>istiolab-default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Image of the node, pinned, for example <c>rancher/k3s:v1.35.5-k3s1</c>.</summary>
    public required string Image { get; init; }

    /// <summary>Loopback port of the API server.</summary>
    public required int ApiPort { get; init; }

    /// <summary>Loopback port that reaches port 80 of the ingress gateway.</summary>
    public required int HttpPort { get; init; }

    /// <summary>Loopback port that reaches port 443 of the ingress gateway.</summary>
    public required int HttpsPort { get; init; }

    /// <summary>Marks the containers of one run, so that a later run finds what an earlier one left.</summary>
    public required string RunId { get; init; }

    /// <summary>How long k3d may take before it rolls back.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Registry host to mirror endpoints, for rooms where the original registries are slow or closed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Mirrors { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>PEM file of a certificate authority that the node must trust, or null.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>Proxy variables that the node needs to pull images.</summary>
    public IReadOnlyDictionary<string, string> ProxyVariables { get; init; } = new Dictionary<string, string>();
}
