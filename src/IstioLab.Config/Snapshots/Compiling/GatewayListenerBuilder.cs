using System.Collections.Immutable;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Builds the listeners of a gateway. Follows <c>buildGatewayListeners</c>.</summary>
internal sealed class GatewayListenerBuilder(MeshState state, ProxyIdentity proxy, GatewayServices services, RuleLookup rules)
{
    private readonly ServerNameClaims serverNames = new();

    public ImmutableArray<Listener> Build(IReadOnlyList<GatewayPort> ports)
    {
        var result = new SortedDictionary<(int Port, string Bind), (List<FilterChain> Chains, List<int> ServicePorts)>();
        foreach (var port in ports)
        {
            var key = (port.Number, AddressOf(port.Bind).ToString());
            if (!result.TryGetValue(key, out var entry))
            {
                result[key] = entry = ([], []);
            }

            entry.Chains.AddRange(ChainsOf(port));
            entry.ServicePorts.AddRange(port.Servers.Select(server => server.Server.Port));
        }

        return [.. result.Where(pair => pair.Value.Chains.Count > 0).Select(pair => Create(pair.Key, pair.Value.Chains, pair.Value.ServicePorts))];
    }

    private static Listener Create((int Port, string Bind) key, List<FilterChain> chains, List<int> servicePorts)
    {
        return new Listener
        {
            Name = $"{key.Bind}_{key.Port}",
            Address = IPAddress.Parse(key.Bind),
            Port = key.Port,
            ServicePort = servicePorts[0],
            ServicePorts = [.. servicePorts.Distinct()],
            FilterChains = [.. chains],
        };
    }

    private static IPAddress AddressOf(string bind) => IPAddress.TryParse(bind, out var address) ? address : IPAddress.Any;

    private IEnumerable<FilterChain> ChainsOf(GatewayPort port)
    {
        if (port.Kind.IsHttp())
        {
            return [new FilterChain { RouteConfiguration = port.RouteName, Rule = port.Servers[0].Server.Rule }];
        }

        return port.Servers.SelectMany(ChainsOf);
    }

    private IEnumerable<FilterChain> ChainsOf(GatewayServerEntry entry)
    {
        if (entry.EndsHttps)
        {
            yield return new FilterChain
            {
                ServerNames = entry.ServerNames,
                Tls = TlsExpectation.Tls,
                RouteConfiguration = entry.RouteName,
                Termination = entry.Server.Tls,
                Rule = entry.Server.Rule,
            };
        }
        else if (entry.Server.HasTls && entry.PassesTls)
        {
            foreach (var chain in entry.Server.TlsMode == "AUTO_PASSTHROUGH" ? AutoPassthroughChains(entry) : PassthroughChains(entry))
            {
                yield return chain;
            }
        }
        else if (FindTcpRule(entry) is { } rule)
        {
            yield return new FilterChain
            {
                ServerNames = entry.Server.HasTls ? entry.ServerNames : [],
                Tls = entry.Server.HasTls ? TlsExpectation.Tls : TlsExpectation.Any,
                TcpDestinations = ToDestinations(rule, entry),
                Termination = entry.Server.Tls,
                Rule = rule.Rule,
            };
        }
    }

    private IEnumerable<FilterChain> PassthroughChains(GatewayServerEntry entry)
    {
        foreach (var item in BoundTo(entry))
        {
            foreach (var rule in item.Tls)
            {
                foreach (var match in rule.Matches.Where(match => Fits(match, entry)))
                {
                    if (!serverNames.Claim(entry.Port, entry.Server.Bind, match.SniHosts))
                    {
                        continue;
                    }

                    yield return new FilterChain
                    {
                        ServerNames = match.SniHosts,
                        Tls = TlsExpectation.Tls,
                        TcpDestinations = ToDestinations(rule, entry),
                        Rule = rule.Rule,
                    };
                }
            }
        }
    }

    /// <summary>Chains for the server names that Istio's own proxies send: each names a cluster of this gateway.</summary>
    private IEnumerable<FilterChain> AutoPassthroughChains(GatewayServerEntry entry)
    {
        var covered = services.All.Where(service =>
            !service.IsExternal && entry.ServerNames.Any(name => HostName.IsSubsetOf(service.Hostname, name)));
        foreach (var service in covered)
        {
            foreach (var port in service.Ports.Where(port => port.Protocol != ServiceProtocol.Udp))
            {
                foreach (var subset in rules.Find(service.Hostname)?.Subsets.Select(subset => subset.Name).Prepend("") ?? [""])
                {
                    var name = ClusterNames.ByServerName(service.Hostname, port.Number, subset);
                    yield return new FilterChain
                    {
                        ServerNames = [name],
                        Tls = TlsExpectation.Tls,
                        TcpDestinations =
                        [
                            new WeightedDestination(
                                name, service.Hostname, subset, port.Number, 1, HeaderOperations.None, HeaderOperations.None),
                        ],
                        Rule = entry.Server.Rule,
                    };
                }
            }
        }
    }

    private LayerFourRule? FindTcpRule(GatewayServerEntry entry) =>
        BoundTo(entry).SelectMany(item => item.Tcp)
            .FirstOrDefault(rule => rule.Matches.IsEmpty || rule.Matches.Any(match => Fits(match, entry)));

    private IEnumerable<VirtualService> BoundTo(GatewayServerEntry entry) =>
        state.Tables.VirtualServices.Visible(proxy.Namespace, entry.Gateway.FullName)
            .Where(item => HostName.ForNamespace(entry.Hosts, item.Namespace)
                .Any(server => item.Hosts.Any(host => HostName.Matches(server, host))));

    private static bool Fits(LayerFourMatch match, GatewayServerEntry entry) =>
        (match.Port == 0 || match.Port == entry.Server.Port)
        && (match.Gateways.IsEmpty || match.Gateways.Contains(entry.Gateway.FullName));

    private ImmutableArray<WeightedDestination> ToDestinations(LayerFourRule rule, GatewayServerEntry entry)
    {
        var single = rule.Destinations.Length == 1;
        return
        [
            .. rule.Destinations.Where(item => single || item.Weight > 0).Select(item =>
            {
                var service = services.Find(item.Destination.Host, "");
                var host = ClusterNames.HostOf(item.Destination, service);
                var port = ClusterNames.PortOf(item.Destination, service, entry.Server.Port);
                return new WeightedDestination(
                    ClusterNames.Outbound(host, port, item.Destination.Subset),
                    host,
                    item.Destination.Subset,
                    port,
                    single ? 1 : (uint)item.Weight,
                    HeaderOperations.None,
                    HeaderOperations.None);
            }),
        ];
    }
}
