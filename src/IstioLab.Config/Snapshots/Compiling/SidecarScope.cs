using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>What a sidecar sees.</summary>
internal sealed class SidecarScope
{
    public required string Namespace { get; init; }

    public SidecarConfig? Sidecar { get; init; }

    public required ImmutableArray<EgressListener> Listeners { get; init; }

    /// <summary>Imported services and the destinations of imported VirtualServices; these get clusters.</summary>
    public required ImmutableArray<MeshService> Services { get; init; }

    public required OutboundPolicyMode OutboundPolicy { get; init; }

    /// <summary>The cluster of traffic to unknown hosts, where it is let through.</summary>
    public string EgressCluster => Sidecar?.EgressProxy is { } proxy
        ? ClusterNames.Outbound(proxy.Host, proxy.Port ?? 0, proxy.Subset)
        : UpstreamCluster.PassthroughName;

    /// <summary>The destination of traffic to unknown hosts.</summary>
    public WeightedDestination UnknownDestination => new(
        OutboundPolicy == OutboundPolicyMode.AllowAny ? EgressCluster : UpstreamCluster.BlackHoleName,
        Sidecar?.EgressProxy?.Host ?? "",
        Sidecar?.EgressProxy?.Subset ?? "",
        Sidecar?.EgressProxy?.Port ?? 0,
        1,
        HeaderOperations.None,
        HeaderOperations.None);

    /// <summary>The egress listener that routes of a port come from.</summary>
    /// <param name="port">The port; 0 for HTTP proxies and Unix sockets.</param>
    /// <param name="name">The name of the route configuration, which for a Unix socket is its path.</param>
    public EgressListener? ListenerOf(int port, string name)
    {
        foreach (var listener in Listeners)
        {
            if (listener.Source.Port is not { } own || (own == port && (port != 0 || listener.Source.Bind == name)))
            {
                return listener;
            }
        }

        return null;
    }
}
