using System.Collections.Immutable;
using System.Net;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots;

/// <summary>How a listener treats a kind of connection.</summary>
public sealed record FilterChain
{
    /// <summary>The name for display; empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Destination networks of which one must hold the address; empty for any.</summary>
    public ImmutableArray<IPNetwork> Destinations { get; init; } = [];

    /// <summary>TLS server names, exact or <c>*.suffix</c>; empty for any.</summary>
    public ImmutableArray<string> ServerNames { get; init; } = [];

    /// <summary>Whether connections must or must not begin with TLS.</summary>
    public TlsExpectation Tls { get; init; }

    /// <summary>Whether only connections that speak HTTP are taken.</summary>
    public bool OnlyHttp { get; init; }

    /// <summary>The route configuration of an HTTP chain; <see langword="null"/> for a chain that passes bytes on.</summary>
    public string? RouteConfiguration { get; init; }

    /// <summary>The weighted clusters of a chain that passes bytes on.</summary>
    public ImmutableArray<WeightedDestination> TcpDestinations { get; init; } = [];

    /// <summary>How the proxy ends TLS; <see langword="null"/> when it does not.</summary>
    public ServerTls? Termination { get; init; }

    /// <summary>The configuration that made the chain.</summary>
    public RuleReference? Rule { get; init; }

    /// <summary>Whether requests over this chain are HTTP.</summary>
    public bool IsHttp => RouteConfiguration is not null;

    /// <summary>Picks the cluster of a connection: <c>random % total</c>.</summary>
    public WeightedDestination? Choose(ulong random)
    {
        ulong total = 0;
        foreach (var destination in TcpDestinations)
        {
            total += destination.Weight;
        }

        if (total == 0)
        {
            return TcpDestinations.IsEmpty ? null : TcpDestinations[0];
        }

        var point = random % total;
        foreach (var destination in TcpDestinations)
        {
            if (point < destination.Weight)
            {
                return destination;
            }

            point -= destination.Weight;
        }

        return TcpDestinations[^1];
    }
}
