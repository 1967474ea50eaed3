using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>What all sidecars share that see the same: everything outbound.</summary>
internal sealed record SidecarView(
    OutboundPolicyMode OutboundPolicy,
    RuleReference OutboundPolicyRule,
    string EgressCluster,
    ImmutableArray<Listener> Listeners,
    FrozenDictionary<string, RouteConfiguration> Routes,
    FrozenDictionary<string, UpstreamCluster> Clusters)
{
    private readonly FrozenSet<IPAddress> addresses = Listeners.Select(listener => listener.Address).ToFrozenSet();

    /// <summary>The listeners without those of the pod's own address, which is never captured.</summary>
    public ImmutableArray<Listener> ListenersOf(ProxyIdentity proxy) =>
        proxy.Address is { } own && addresses.Contains(own)
            ? [.. Listeners.Where(listener => !listener.Address.Equals(own))]
            : Listeners;
}
