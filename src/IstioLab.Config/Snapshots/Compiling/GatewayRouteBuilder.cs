using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>
/// Builds the route configurations of a gateway. Follows <c>buildGatewayHTTPRouteConfig</c>: VirtualServices of one host are merged, the
/// oldest first, and routes that take everything go to the end.
/// </summary>
internal sealed class GatewayRouteBuilder(MeshState state, ProxyIdentity proxy, GatewayServices services, RuleLookup lookup, CompileCache cache)
{
    public RouteConfiguration Build(string name, IReadOnlyList<GatewayServerEntry> servers)
    {
        var hosts = new SortedDictionary<string, GatewayHost>(StringComparer.Ordinal);
        var compiled = new Dictionary<(string Gateway, ByReference<VirtualService> Source), CompiledRules>();
        foreach (var entry in servers)
        {
            AddVirtualServices(entry, hosts, compiled);
            if (entry.Server.HttpsRedirect)
            {
                foreach (var host in entry.Hosts.Select(host => host.ToLowerInvariant()))
                {
                    GetOrAdd(hosts, host, entry).RequiresTls = true;
                }
            }
        }

        if (hosts.Count == 0)
        {
            var blackhole = new VirtualHost($"blackhole:{servers[0].Server.Port}", ["*"], []) { Rule = servers[0].Server.Rule };
            return new RouteConfiguration(name, [blackhole]);
        }

        return new RouteConfiguration(
            name,
            [.. Collapse(hosts.Values).OrderBy(host => host.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The routes of a VirtualService are those of the first server of its Gateway, whose port and TLS count for all of them.</summary>
    private void AddVirtualServices(
        GatewayServerEntry entry,
        SortedDictionary<string, GatewayHost> hosts,
        Dictionary<(string Gateway, ByReference<VirtualService> Source), CompiledRules> compiled)
    {
        foreach (var item in state.Tables.VirtualServices.Visible(proxy.Namespace, entry.Gateway.FullName))
        {
            var common = HostName.Intersect(HostName.ForNamespace(entry.Hosts, item.Namespace), item.Hosts);
            if (common.Count == 0)
            {
                continue;
            }

            var key = (entry.Gateway.FullName, new ByReference<VirtualService>(item));
            if (!compiled.TryGetValue(key, out var rules))
            {
                rules = cache.Rules(item, CreateContext(entry, item));
            }

            if (rules.Routes.IsEmpty)
            {
                continue;
            }

            compiled[key] = rules;
            foreach (var host in common.Select(name => name.ToLowerInvariant()))
            {
                GetOrAdd(hosts, host, entry).Add(item, rules, entry.Server.HttpsRedirect);
            }
        }
    }

    private RouteContext CreateContext(GatewayServerEntry entry, VirtualService item) => new()
    {
        Proxy = proxy,
        Settings = state.Settings,
        ListenerPort = entry.Server.Port,
        Gateways = new HashSet<string>(StringComparer.Ordinal) { entry.Gateway.FullName },
        FindService = host => services.Find(host, item.Namespace),
        FindOriginal = host => services.Find(host, item.Namespace),
        FindHash = lookup.FindHash,
        IsTls = entry.Server.HasTls,
    };

    private static GatewayHost GetOrAdd(SortedDictionary<string, GatewayHost> hosts, string name, GatewayServerEntry entry)
    {
        if (!hosts.TryGetValue(name, out var host))
        {
            hosts[name] = host = new GatewayHost(name, entry.Server.Port, entry.Server.Rule);
        }

        return host;
    }

    /// <summary>Hosts with the same routes become one virtual host, named for the most specific.</summary>
    private static IEnumerable<VirtualHost> Collapse(IEnumerable<GatewayHost> hosts)
    {
        var sorted = hosts.ToList();
        sorted.Sort((first, second) =>
            first.Name == second.Name ? 0 : HostName.IsMoreSpecific(first.Name, second.Name) ? -1 : 1);
        var collapsed = new List<(GatewayHost Host, List<string> Domains)>();
        foreach (var host in sorted)
        {
            var same = collapsed.FindLast(other => other.Host.HasSameRoutes(host));
            if (same.Domains is null || same.Host.RequiresTls != host.RequiresTls)
            {
                collapsed.Add((host, [host.Name]));
            }
            else
            {
                same.Domains.Add(host.Name);
            }
        }

        return collapsed.Select(item => item.Host.ToVirtualHost(item.Domains));
    }
}
