using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>The virtual hosts behind one listener. Immutable; any number of requests may read it at once.</summary>
public sealed class RouteConfiguration
{
    private readonly DomainTable domains;

    /// <summary>Builds a route configuration. A domain that two virtual hosts list goes to the first.</summary>
    public RouteConfiguration(string name, ImmutableArray<VirtualHost> virtualHosts, bool ignorePortInHost = true)
        : this(name, virtualHosts, ignorePortInHost, null)
    {
    }

    /// <summary>Builds one like another; when the domains are still the same, the search over them is kept.</summary>
    internal RouteConfiguration(string name, ImmutableArray<VirtualHost> virtualHosts, bool ignorePortInHost, RouteConfiguration? previous)
    {
        Name = name;
        VirtualHosts = virtualHosts;
        IgnoresPortInHost = ignorePortInHost;
        domains = previous?.domains.Fits(virtualHosts) == true ? previous.domains : new DomainTable(virtualHosts);
    }

    /// <summary>Istio's name: a port for sidecars (<c>80</c>), <c>http.8080</c> for gateways, <c>host:port</c> for sniffed ports.</summary>
    public string Name { get; }

    /// <summary>All virtual hosts in Istio's order.</summary>
    public ImmutableArray<VirtualHost> VirtualHosts { get; }

    /// <summary>Whether the port in the Host header is left aside when a virtual host is chosen.</summary>
    public bool IgnoresPortInHost { get; }

    /// <summary>Chooses the virtual host: exact name, then the longest <c>*.suffix</c>, then the longest <c>prefix.*</c>, then <c>*</c>.</summary>
    /// <param name="authority">The Host header; case is ignored.</param>
    public VirtualHost? FindVirtualHost(string authority) =>
        domains.Find(authority, IgnoresPortInHost) is var position and >= 0 ? VirtualHosts[position] : null;

    /// <summary>Chooses virtual host and route. Allocates nothing.</summary>
    public RouteMatch Match(in RequestInfo request)
    {
        var host = FindVirtualHost(request.Authority);
        if (host is null)
        {
            return new RouteMatch(RouteOutcome.NoVirtualHost, null, null);
        }

        if (host.RequiresTls && !string.Equals(request.Scheme, "https", StringComparison.OrdinalIgnoreCase))
        {
            return new RouteMatch(RouteOutcome.TlsRequired, host, null);
        }

        var route = host.FindRoute(in request);
        return new RouteMatch(route is null ? RouteOutcome.NoRoute : RouteOutcome.Matched, host, route);
    }
}
