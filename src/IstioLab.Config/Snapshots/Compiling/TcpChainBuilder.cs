using System.Collections.Immutable;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Builds the chains of TCP and TLS ports, with the tls and tcp rules of VirtualServices. Follows <c>core/tls.go</c>.</summary>
internal sealed class TcpChainBuilder(ProxyIdentity proxy, SidecarScope scope, MeshSettings settings)
{
    private static readonly HashSet<string> MeshGateway = ["mesh"];

    private readonly string proxyDomain = proxy.DnsDomain ?? $"{proxy.Namespace}.svc.{settings.ClusterDomain}";

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
        var subnets = networks;
        foreach (var rule in rules.SelectMany(item => item.Tls))
        {
            foreach (var match in rule.Matches.Where(match => LayerFourMatcher.Fits(match, proxy, MeshGateway, port.Number)))
            {
                // As in Istio, the subnets of one match go on to hold for later matches that have none.
                subnets = match.Subnets.IsEmpty ? subnets : Parse(match.Subnets);
                if (handled.Add($"{string.Join(',', match.SniHosts)}|{string.Join(',', match.Subnets)}"))
                {
                    chains.Add(Named(match.SniHosts) with
                    {
                        Destinations = subnets,
                        TcpDestinations = ToDestinations(rule, port.Number),
                        Rule = rule.Rule,
                    });
                }
            }
        }

        if (chains.Count == 0)
        {
            var chain = Default(service, port, networks);
            chains.Add(IsKnownByName(service, wildcard)
                ? chain with { ServerNames = [.. ServerNamesOf(service)], Tls = TlsExpectation.Tls }
                : chain);
        }

        return chains.ToImmutable();
    }

    /// <summary>A chain for server names; <c>*</c> among them takes connections without TLS too.</summary>
    private static FilterChain Named(ImmutableArray<string> names) =>
        names.Contains("*") ? new FilterChain() : new FilterChain { ServerNames = names, Tls = TlsExpectation.Tls };

    /// <summary>Without an address of its own, a service is known by its server name.</summary>
    private static bool IsKnownByName(MeshService service, bool wildcard) =>
        service.Addresses.Any(address => address.Contains('/', StringComparison.Ordinal))
        || (wildcard && service.Addresses.IsEmpty)
        || (HostName.IsWildcard(service.Hostname) && service.Resolution == ServiceResolution.DynamicDns);

    private IEnumerable<string> ServerNamesOf(MeshService service) =>
        service.Aliases.SelectMany(alias => DomainNames.Alternatives(alias, 0, proxyDomain, settings.Release).Prepend(alias))
            .Prepend(service.Hostname);

    private ImmutableArray<FilterChain> BuildTcp(
        IEnumerable<VirtualService> rules,
        MeshService service,
        ServicePort port,
        ImmutableArray<IPNetwork> networks)
    {
        var chains = ImmutableArray.CreateBuilder<FilterChain>();
        var takesDefault = false;
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
                var subnets = Parse(fitting.SelectMany(match => match.Subnets));
                takesDefault |= !networks.IsEmpty && subnets.ToHashSet().SetEquals(networks);
                chains.Add(OfRule(rule, port.Number, subnets));
            }
        }

        if (!takesDefault)
        {
            chains.Add(Default(service, port, networks));
        }

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

    /// <summary>The networks; 0.0.0.0 stands for any address.</summary>
    private static ImmutableArray<IPNetwork> Parse(IEnumerable<string> subnets) =>
        [.. subnets.Select(Networks.TryParse).OfType<IPNetwork>().Where(network => !network.BaseAddress.Equals(IPAddress.Any))];
}
