using System.Collections.Immutable;
using System.Net;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>A listener while services add to it.</summary>
internal sealed class ListenerEntry(IPAddress address, int port, ServiceProtocol protocol, ImmutableArray<FilterChain> chains)
{
    public IPAddress Address { get; } = address;

    public int Port { get; } = port;

    /// <summary>What the listener is for; <see cref="ServiceProtocol.Unsupported"/> when it looks at the bytes.</summary>
    public ServiceProtocol Protocol { get; private set; } = protocol;

    /// <summary>Whether a listener with a port of its own made it, so that others add nothing.</summary>
    public bool IsLocked { get; set; }

    public ImmutableArray<FilterChain> Chains { get; private set; } = chains;

    /// <summary>Adds chains whose conditions no chain has yet.</summary>
    public void Merge(ImmutableArray<FilterChain> more, bool becomesAuto)
    {
        var chains = Chains.ToBuilder();
        foreach (var chain in more)
        {
            if (!chains.Any(existing => HasSameConditions(existing, chain)))
            {
                chains.Add(chain);
            }
        }

        Chains = chains.ToImmutable();
        Protocol = becomesAuto ? ServiceProtocol.Unsupported : Protocol;
    }

    private static bool HasSameConditions(FilterChain first, FilterChain second) =>
        first.Tls == second.Tls
        && first.OnlyHttp == second.OnlyHttp
        && first.ServerNames.ToHashSet(StringComparer.Ordinal).SetEquals(second.ServerNames)
        && first.Destinations.ToHashSet().SetEquals(second.Destinations);
}
