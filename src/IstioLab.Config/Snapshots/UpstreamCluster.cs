using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots;

/// <summary>A destination with its endpoints and the policy of how to talk to them.</summary>
public sealed record UpstreamCluster
{
    /// <summary>The name of the cluster that passes unknown traffic on.</summary>
    public const string PassthroughName = "PassthroughCluster";

    /// <summary>The name of the cluster that closes connections.</summary>
    public const string BlackHoleName = "BlackHoleCluster";

    /// <summary>The name of the cluster of inbound ports that no Service names.</summary>
    public const string InboundPassthroughName = "InboundPassthroughCluster";

    /// <summary>Istio's name: <c>outbound|80|v1|reviews.shop.svc.cluster.local</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name under which statistics count the cluster; empty for <see cref="Name"/>.</summary>
    public string StatName { get; init; } = "";

    /// <summary>The service's host name; empty for the two built-in clusters.</summary>
    public string Host { get; init; } = "";

    /// <summary>The service's namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The service's short name.</summary>
    public string ServiceName { get; init; } = "";

    /// <summary>The service's port.</summary>
    public int Port { get; init; }

    /// <summary>The subset; empty for the whole service.</summary>
    public string Subset { get; init; } = "";

    /// <summary>How endpoints are found.</summary>
    public ClusterType Type { get; init; } = ClusterType.Endpoints;

    /// <summary>The endpoints, ready or not; those that are not ready count for the display only.</summary>
    public ImmutableArray<Endpoint> Endpoints { get; init; } = [];

    /// <summary>How to choose among them and how many connections to make.</summary>
    public ClusterPolicy Policy { get; init; } = ClusterPolicy.Default;

    /// <summary>Whether the service is outside of the mesh (no mutual TLS).</summary>
    public bool IsExternal { get; init; }

    /// <summary>Whether the upstream speaks HTTP/2 by declaration (http2, grpc).</summary>
    public bool UsesHttp2 { get; init; }

    /// <summary>The DestinationRule that shaped the cluster, if one did.</summary>
    public RuleReference? Rule { get; init; }
}
