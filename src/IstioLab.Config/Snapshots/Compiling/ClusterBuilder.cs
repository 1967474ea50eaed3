using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Builds the clusters of a proxy: for each service and port one, and one for each subset.</summary>
internal sealed class ClusterBuilder(MeshState state, ProxyIdentity proxy, RuleLookup rules, CompileCache cache)
{
    private static readonly UpstreamCluster Passthrough = new() { Name = UpstreamCluster.PassthroughName, Type = ClusterType.Passthrough };
    private static readonly UpstreamCluster BlackHole = new() { Name = UpstreamCluster.BlackHoleName, Type = ClusterType.BlackHole };

    public FrozenDictionary<string, UpstreamCluster> Build(ImmutableArray<MeshService> services)
    {
        var result = new List<UpstreamCluster> { Passthrough, BlackHole };
        foreach (var service in services.Where(service => service.Resolution != ServiceResolution.Alias))
        {
            var rule = rules.Find(service.Hostname);
            var key = new CompileCache.ClusterKey(new(rule), new(state.Settings), proxy.Type);
            result.AddRange(cache.Clusters(service, state.Tables.Endpoints, key, () => [.. BuildService(service, rule)]));
        }

        return cache.Freeze($"{proxy.Type}/{proxy.Namespace}", result);
    }

    private IEnumerable<UpstreamCluster> BuildService(MeshService service, ConsolidatedRule? rule)
    {
        foreach (var port in service.Ports.Where(port => port.Protocol != ServiceProtocol.Udp))
        {
            var endpoints = state.Tables.Endpoints.Find(service, port);
            var whole = Create(service, port, rule, null, endpoints);
            if (IsNothing(whole))
            {
                continue;
            }

            yield return whole;
            foreach (var subset in rule?.Subsets ?? [])
            {
                ImmutableArray<Endpoint> selected =
                    [.. endpoints.Where(endpoint => LabelMaps.IsSubset(subset.Labels, endpoint.Labels))];
                if (Create(service, port, rule, subset, selected) is var part && !IsNothing(part))
                {
                    yield return part;
                }
            }
        }
    }

    /// <summary>Istio makes no cluster of names to resolve when there is none: requests to it are NC, not UH.</summary>
    private static bool IsNothing(UpstreamCluster cluster) =>
        cluster is { Type: ClusterType.StrictDns or ClusterType.LogicalDns, Endpoints.IsEmpty: true };

    private UpstreamCluster Create(
        MeshService service,
        ServicePort port,
        ConsolidatedRule? rule,
        Subset? subset,
        ImmutableArray<Endpoint> endpoints)
    {
        var merged = PolicyMerger.Merge(rule?.Policy, subset?.Policy, port.Number);
        var type = merged?.LoadBalancer?.Kind == LoadBalancerKind.Passthrough ? ClusterType.OriginalDestination : TypeOf(service);
        return new UpstreamCluster
        {
            Name = ClusterNames.Outbound(service.Hostname, port.Number, subset?.Name ?? ""),
            StatName = StatNames.Fill(state.Settings.OutboundClusterStatName, service, port, subset?.Name ?? ""),
            Host = service.Hostname,
            Namespace = service.Namespace,
            ServiceName = service.Name,
            Port = port.Number,
            Subset = subset?.Name ?? "",
            Type = type,
            Endpoints = endpoints,
            Policy = PolicyMerger.ToCluster(merged, state.Settings),
            IsExternal = service.IsExternal,
            UsesHttp2 = port.Protocol.IsHttp2(),
            Rule = rule?.Rule,
        };
    }

    private ClusterType TypeOf(MeshService service) => service.Resolution switch
    {
        ServiceResolution.Dns => ClusterType.StrictDns,
        ServiceResolution.DnsRoundRobin => ClusterType.LogicalDns,
        ServiceResolution.DynamicDns => ClusterType.DynamicDns,
        ServiceResolution.Passthrough when proxy.Type == ProxyType.Sidecar => ClusterType.OriginalDestination,
        _ => ClusterType.Endpoints,
    };
}
