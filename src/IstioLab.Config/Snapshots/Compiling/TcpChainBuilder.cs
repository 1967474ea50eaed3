using System.Collections.Immutable;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Builds the chains of TCP and TLS ports, with the tls and tcp rules of VirtualServices. Follows <c>core/tls.go</c>.</summary>
internal sealed class TcpChainBuilder(ProxyIdentity proxy, SidecarScope scope)
{
    private static readonly HashSet<string> MeshGateway = ["mesh"];

    public ImmutableArray<FilterChain> Build(
        EgressListener listener,
        MeshService service,
        ServicePort port,
        ImmutableArray<IPNetwork> networks,
        bool wildcard)
    {
        var rules = listener.VirtualServices.Where(item => item.Hosts.Any(host => HostName.Matches(host, service.Hostname)));
        return port.Protocol.IsTls()
            ? BuildTls(rules, service, port, networks, wildcard)
            : BuildTcp(rules, service, port, networks);
    }

    private ImmutableArray<FilterChain> BuildTls(
        IEnumerable<VirtualService> rules,
        MeshService service,
        ServicePort port,
        ImmutableArray<IPNetwork> networks,
        bool wildcard)
    {
        var chains = ImmutableArray.CreateBuilder<FilterChain>();
        var handled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in rules.SelectMany(item => item.Tls))
        {
            foreach (var match in rule.Matches.Where(match => LayerFourMatcher.Fits(match, proxy, MeshGateway, port.Number)))
            {
                var subnets = match.Subnets.IsEmpty ? networks : Parse(match.Subnets);
                if (handled.Add($"{string.Join(',', match.SniHosts)}|{string.Join(',', match.Subnets)}"))
                {
                    chains.Add(new FilterChain
                    {
                        ServerNames = match.SniHosts,
                        Destinations = subnets,
                        Tls = TlsExpectation.Tls,
                        TcpDestinations = ToDestinations(rule, port.Number),
                        Rule = rule.Rule,
                    });
                }
            }
        }

        if (chains.Count == 0)
        {
            // Without an address of its own, a service is known by its server name.
            var byName = !networks.IsEmpty || (wildcard && service.Addresses.IsEmpty);
            chains.Add(Default(service, port, networks) with
            {
                ServerNames = byName ? [service.Hostname, .. service.Aliases] : [],
                Tls = byName ? TlsExpectation.Tls : TlsExpectation.Any,
            });
        }

        return chains.ToImmutable();
    }

    private ImmutableArray<FilterChain> BuildTcp(
        IEnumerable<VirtualService> rules,
        MeshService service,
        ServicePort port,
        ImmutableArray<IPNetwork> networks)
    {
        var chains = ImmutableArray.CreateBuilder<FilterChain>();
        foreach (var rule in rules.SelectMany(item => item.Tcp))
        {
            var fitting = rule.Matches.Where(match => LayerFourMatcher.Fits(match, proxy, MeshGateway, port.Number)).ToList();
            if (rule.Matches.IsEmpty || fitting.Exists(match => match.Subnets.IsEmpty))
            {
                chains.Add(OfRule(rule, port.Number, networks));
                return chains.ToImmutable();
            }

            if (fitting.Count > 0)
            {
                chains.Add(OfRule(rule, port.Number, Parse(fitting.SelectMany(match => match.Subnets))));
            }
        }

        chains.Add(Default(service, port, networks));
        return chains.ToImmutable();
    }

    private FilterChain OfRule(LayerFourRule rule, int port, ImmutableArray<IPNetwork> networks) => new()
    {
        Destinations = networks,
        TcpDestinations = ToDestinations(rule, port),
        Rule = rule.Rule,
    };

    private static FilterChain Default(MeshService service, ServicePort port, ImmutableArray<IPNetwork> networks)
    {
        var number = service.Ports is [var only] ? only.Number : port.Number;
        return new FilterChain
        {
            Destinations = networks,
            TcpDestinations =
            [
                new WeightedDestination(
                    ClusterNames.Outbound(service.Hostname, number), service.Hostname, "", number, 1, HeaderOperations.None, HeaderOperations.None),
            ],
            Rule = new RuleReference(service.Source.Id.ToString(), "", service.Source.Position),
        };
    }

    private ImmutableArray<WeightedDestination> ToDestinations(LayerFourRule rule, int port)
    {
        var single = rule.Destinations.Length == 1;
        return
        [
            .. rule.Destinations.Where(item => single || item.Weight > 0)
                .Select(item => ToDestination(item.Destination, single ? 1 : (uint)item.Weight, port)),
        ];
    }

    private WeightedDestination ToDestination(Destination destination, uint weight, int listenerPort)
    {
        var service = scope.Services.FirstOrDefault(item => item.Hostname == destination.Host);
        var host = ClusterNames.HostOf(destination, service);
        var port = ClusterNames.PortOf(destination, service, listenerPort);
        return new WeightedDestination(
            ClusterNames.Outbound(host, port, destination.Subset), host, destination.Subset, port, weight, HeaderOperations.None, HeaderOperations.None);
    }

    private static ImmutableArray<IPNetwork> Parse(IEnumerable<string> subnets) =>
        [.. subnets.Select(Networks.TryParse).OfType<IPNetwork>()];
}
