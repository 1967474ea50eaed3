using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots.Compiling;
using IstioLab.Config.Tokens;

namespace IstioLab.Config.Snapshots;

/// <summary>All that one proxy knows at one moment. Immutable; a request keeps the snapshot it began with.</summary>
public sealed class ProxySnapshot
{
    private readonly FrozenDictionary<(IPAddress Address, int Port), Listener> byAddress;

    /// <summary>Builds a snapshot.</summary>
    public ProxySnapshot(
        long version,
        ProxyIdentity proxy,
        MeshSettings settings,
        OutboundPolicyMode outboundPolicy,
        ImmutableArray<Listener> listeners,
        FrozenDictionary<string, RouteConfiguration> routes,
        FrozenDictionary<string, UpstreamCluster> clusters,
        ImmutableArray<InboundListener> inbound)
    {
        Version = version;
        Proxy = proxy;
        Settings = settings;
        OutboundPolicy = outboundPolicy;
        Listeners = listeners;
        Routes = routes;
        Clusters = clusters;
        Inbound = inbound;
        InboundChains = new InboundChains(inbound, PeerPolicy.Default);
        byAddress = listeners.DistinctBy(listener => (listener.Address, listener.Port))
            .ToFrozenDictionary(listener => (listener.Address, listener.Port));
    }

    /// <summary>The number of the snapshot; it only grows.</summary>
    public long Version { get; }

    /// <summary>The proxy that it is for.</summary>
    public ProxyIdentity Proxy { get; }

    /// <summary>The mesh's settings.</summary>
    public MeshSettings Settings { get; }

    /// <summary>What happens with traffic to what the mesh does not know.</summary>
    public OutboundPolicyMode OutboundPolicy { get; }

    /// <summary>The cluster of traffic to what the mesh does not know, where it is let through; a Sidecar's <c>egressProxy</c> names another.</summary>
    public string EgressCluster { get; init; } = UpstreamCluster.PassthroughName;

    /// <summary>Where the outbound policy was written; <see langword="null"/> for a gateway.</summary>
    public RuleReference? OutboundPolicyRule { get; init; }

    /// <summary>Which tokens are accepted of requests to this workload.</summary>
    public TokenPolicy Tokens { get; init; } = TokenPolicy.None;

    /// <summary>Outbound listeners of a sidecar, or the listeners of a gateway.</summary>
    public ImmutableArray<Listener> Listeners { get; }

    /// <summary>Route configurations by name.</summary>
    public FrozenDictionary<string, RouteConfiguration> Routes { get; }

    /// <summary>Clusters by name.</summary>
    public FrozenDictionary<string, UpstreamCluster> Clusters { get; }

    /// <summary>The ports of the workload.</summary>
    public ImmutableArray<InboundListener> Inbound { get; }

    /// <summary>Which chain takes a connection to the workload.</summary>
    public InboundChains InboundChains { get; init; }

    /// <summary>Finds the outbound listener of a connection: that of the address, else that of the port.</summary>
    /// <param name="destination">The address that the application dialled; <see langword="null"/> when unknown.</param>
    /// <param name="port">The port that the application dialled.</param>
    /// <returns>The listener, or <see langword="null"/>: the outbound policy decides (pass on, or close).</returns>
    public Listener? FindListener(IPAddress? destination, int port)
    {
        if (destination is not null && byAddress.TryGetValue((destination, port), out var exact))
        {
            return exact;
        }

        return byAddress.GetValueOrDefault((IPAddress.Any, port));
    }

    /// <summary>
    /// The cluster of connections that no listener takes: the built-in one that passes them on or the one that closes them. The proxy's
    /// own ports are closed always, as they would lead in a circle.
    /// </summary>
    /// <param name="port">The port that the application dialled.</param>
    public string ClusterOfUnknown(int port) =>
        OutboundPolicy == OutboundPolicyMode.AllowAny && port is not (15001 or 15006)
            ? EgressCluster
            : UpstreamCluster.BlackHoleName;

    /// <summary>Finds the inbound port.</summary>
    public InboundListener? FindInbound(int port)
    {
        foreach (var listener in Inbound)
        {
            if (listener.Port == port)
            {
                return listener;
            }
        }

        return null;
    }
}
