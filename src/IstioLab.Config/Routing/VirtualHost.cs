using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>Some domains and the ordered routes of requests to them.</summary>
public sealed class VirtualHost
{
    private readonly RouteTable table;

    /// <summary>Builds a virtual host and the index over its routes.</summary>
    public VirtualHost(string name, ImmutableArray<string> domains, ImmutableArray<Route> routes)
        : this(name, domains, new RouteTable(routes))
    {
    }

    internal VirtualHost(string name, ImmutableArray<string> domains, RouteTable table)
    {
        Name = name;
        Domains = domains;
        this.table = table;
    }

    /// <summary>Istio's name: <c>host:port</c>, <c>allow_any</c>, <c>block_all</c> or <c>blackhole:port</c>.</summary>
    public string Name { get; }

    /// <summary>The names that select it; <c>*</c> alone selects it for any name.</summary>
    public ImmutableArray<string> Domains { get; }

    /// <summary>The routes; the first that matches is taken.</summary>
    public ImmutableArray<Route> Routes => table.Routes;

    /// <summary>Whether plaintext requests are redirected to https before any route.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>The resource that made it: a VirtualService, a Service, a Gateway or a mesh setting.</summary>
    public RuleReference? Rule { get; init; }

    /// <summary>Rules of the resource that do not apply to this proxy or port.</summary>
    public ImmutableArray<DroppedRule> Dropped { get; init; } = [];

    /// <summary>Finds the first route that takes the request.</summary>
    public Route? FindRoute(in RequestInfo request) => table.Find(in request);

    internal VirtualHost WithDomains(ImmutableArray<string> domains) =>
        new(Name, domains, table) { RequiresTls = RequiresTls, Rule = Rule, Dropped = Dropped };
}
