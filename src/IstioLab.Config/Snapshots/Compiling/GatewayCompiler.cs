using System.Collections.Frozen;
using IstioLab.Config.Discovery;
using IstioLab.Config.Tokens;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Compiles the snapshot of a gateway.</summary>
internal static class GatewayCompiler
{
    public static ProxySnapshot Compile(MeshState state, ProxyIdentity proxy, long version, CompileCache cache)
    {
        var gateways = state.Tables.Gateways
            .OrderBy(gateway => gateway.Source.CreationTime)
            .ThenBy(gateway => gateway.Source.Id.Name, StringComparer.Ordinal)
            .ThenBy(gateway => gateway.Source.Id.Namespace, StringComparer.Ordinal)
            .ToList();
        var ports = new GatewayPorts(state, proxy, GatewayPorts.AnnotatedHosts(gateways));
        var merger = new GatewayMerger(ports);
        foreach (var gateway in gateways.Where(gateway => ports.Selects(gateway, proxy)))
        {
            merger.Add(gateway);
        }

        var services = new GatewayServices(state, proxy.Namespace);
        var rules = new RuleLookup(state, proxy, services.All);
        var routes = new GatewayRouteBuilder(state, proxy, services, rules, cache);
        return new ProxySnapshot(
            version,
            proxy,
            state.Settings,
            state.Settings.OutboundPolicy,
            new GatewayListenerBuilder(state, proxy, services, rules).Build(merger.Ports),
            merger.ServersByRoute.ToFrozenDictionary(pair => pair.Key, pair => routes.Build(pair.Key, pair.Value), StringComparer.Ordinal),
            BuildClusters(merger, new ClusterBuilder(state, proxy, rules, cache).Build(services.All)),
            [])
        {
            Tokens = TokenPolicy.For(state, proxy),
        };
    }

    /// <summary>A server with AUTO_PASSTHROUGH finds clusters by server name too; what goes to them has its own TLS.</summary>
    private static FrozenDictionary<string, UpstreamCluster> BuildClusters(GatewayMerger merger, FrozenDictionary<string, UpstreamCluster> clusters) =>
        merger.Ports.Any(port => port.Servers.Exists(server => server.Server.TlsMode == "AUTO_PASSTHROUGH"))
            ? clusters.Values
                .Concat(clusters.Values.Where(cluster => cluster.Host.Length > 0).Select(cluster => cluster with
                {
                    Name = ClusterNames.ByServerName(cluster.Host, cluster.Port, cluster.Subset),
                    Policy = cluster.Policy with { Tls = null },
                }))
                .ToFrozenDictionary(cluster => cluster.Name, StringComparer.Ordinal)
            : clusters;
}
