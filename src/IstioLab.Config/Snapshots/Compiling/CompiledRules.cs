using System.Collections.Concurrent;
using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The routes of one VirtualService, and the rules that do not apply.</summary>
internal sealed class CompiledRules(ImmutableArray<Route> routes, ImmutableArray<DroppedRule> dropped, RuleReference rule)
{
    private readonly RouteTable table = new(routes);
    private readonly ConcurrentDictionary<string, VirtualHost> hosts = new(StringComparer.Ordinal);

    public ImmutableArray<Route> Routes { get; } = routes;

    public ImmutableArray<DroppedRule> Dropped { get; } = dropped;

    /// <summary>The virtual host of a name with these routes; the same object as long as its domains are the same.</summary>
    public VirtualHost HostOf(string name, ImmutableArray<string> domains)
    {
        if (!hosts.TryGetValue(name, out var host) || host.Domains != domains)
        {
            host = new VirtualHost(name, domains, table) { Rule = rule, Dropped = Dropped };
            hosts[name] = host;
        }

        return host;
    }
}
