using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Exchanges;

namespace IstioLab.Proxy.Admin;

/// <summary>
/// What a proxy knows, as JSON of our own shape: it is what <c>proxy-status</c> and <c>proxy-config</c> show, and no Envoy dump.
/// </summary>
internal static class ConfigDump
{
    public static JsonObject Write(ProxyOptions options, ProxyCore proxy) => new()
    {
        ["server"] = ServerInfo(options, proxy),
        ["listeners"] = Listeners(proxy),
        ["routes"] = Routes(proxy),
        ["clusters"] = ClusterDump.Clusters(proxy),
        ["endpoints"] = ClusterDump.Endpoints(proxy),
    };

    public static JsonObject ServerInfo(ProxyOptions options, ProxyCore proxy) => new()
    {
        ["nodeId"] = options.Identity.NodeId,
        ["type"] = options.Identity.Type == ProxyType.Sidecar ? "sidecar" : "router",
        ["istioVersion"] = options.IstioVersion,
        ["simulated"] = true,
        ["state"] = proxy.Runtime is null ? "PRE_INITIALIZING" : "LIVE",
        ["snapshotVersion"] = proxy.Runtime?.Snapshot.Version,
    };

    public static JsonArray Listeners(ProxyCore proxy)
    {
        var result = new JsonArray();
        if (proxy.Runtime?.Snapshot is not { } snapshot)
            return result;
        foreach (var listener in snapshot.Listeners)
        {
            result.Add(new JsonObject
            {
                ["name"] = listener.Name,
                ["direction"] = "outbound",
                ["address"] = listener.Address.ToString(),
                ["port"] = listener.Port,
                ["servicePort"] = listener.ServicePort,
                ["filterChains"] = Array(listener.FilterChains, chain => Chain(proxy, chain)),
            });
        }
        foreach (var inbound in snapshot.Inbound)
        {
            result.Add(new JsonObject
            {
                ["name"] = "virtualInbound",
                ["direction"] = "inbound",
                ["address"] = "0.0.0.0",
                ["port"] = inbound.Port,
                ["servicePort"] = inbound.ServicePort,
                ["cluster"] = inbound.ClusterName,
                ["protocol"] = inbound.Protocol.ToString(),
                ["mutualTls"] = inbound.MutualTls.ToString(),
            });
        }
        return result;
    }

    public static JsonArray Routes(ProxyCore proxy)
    {
        var result = new JsonArray();
        if (proxy.Runtime?.Snapshot is not { } snapshot)
            return result;
        foreach (var (name, routes) in snapshot.Routes)
            result.Add(new JsonObject { ["name"] = name, ["virtualHosts"] = Array(routes.VirtualHosts, Host) });
        return result;
    }

    private static JsonObject Chain(ProxyCore proxy, FilterChain chain) => new()
    {
        ["name"] = chain.Name,
        ["onlyHttp"] = chain.OnlyHttp,
        ["serverNames"] = Array(chain.ServerNames, name => JsonValue.Create(name)),
        ["tls"] = chain.Tls.ToString(),
        ["termination"] = chain.Termination is { } tls ? Termination(proxy, tls) : null,
        ["route"] = chain.RouteConfiguration,
        ["clusters"] = Array(chain.TcpDestinations, destination => JsonValue.Create(destination.Cluster)),
        ["rule"] = chain.Rule?.ToString(),
    };

    private static JsonObject Termination(ProxyCore proxy, ServerTls tls)
    {
        var material = proxy.Options.Tls?.Find(tls);
        var certificate = material?.Certificate?.TargetCertificate;
        return new JsonObject
        {
            ["mode"] = tls.Mode,
            ["credentialName"] = tls.CredentialName.Length == 0 ? null : tls.CredentialName,
            ["subject"] = certificate?.Subject,
            ["notAfter"] = certificate?.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["problem"] = material is null ? "The proxy has no certificates." : material.Problem,
        };
    }

    private static JsonObject Host(VirtualHost host) => new()
    {
        ["name"] = host.Name,
        ["domains"] = Array(host.Domains, domain => JsonValue.Create(domain)),
        ["rule"] = host.Rule?.ToString(),
        ["routes"] = Array(host.Routes, RouteDump.Route),
    };

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> convert) => new([.. items.Select(convert)]);
}
