using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Runtime;

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
        ["clusters"] = Clusters(proxy),
        ["endpoints"] = Endpoints(proxy),
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

    public static JsonArray Clusters(ProxyCore proxy)
    {
        var result = new JsonArray();
        foreach (var running in proxy.Runtime?.Clusters ?? [])
        {
            var cluster = running.Cluster;
            result.Add(new JsonObject
            {
                ["name"] = cluster.Name,
                ["host"] = cluster.Host,
                ["port"] = cluster.Port,
                ["subset"] = cluster.Subset,
                ["direction"] = cluster.Host.Length == 0 ? "-" : "outbound",
                ["type"] = cluster.Type.ToString(),
                ["destinationRule"] = cluster.Rule?.ToString(),
                ["loadBalancer"] = (cluster.Policy.LoadBalancer?.Kind ?? Config.Istio.LoadBalancerKind.LeastRequest).ToString(),
                ["connectionPool"] = running.Breaker is { } breaker ? Pool(breaker) : null,
                ["outlierDetection"] = running.Outliers is not null,
                ["warmupSeconds"] = cluster.Policy.LoadBalancer is { Warmup.Ticks: > 0 } warming ? warming.Warmup.TotalSeconds : null,
                ["endpoints"] = running.Endpoints.Count,
            });
        }
        return result;
    }

    public static JsonArray Endpoints(ProxyCore proxy)
    {
        var result = new JsonArray();
        foreach (var cluster in proxy.Runtime?.Clusters ?? [])
        {
            foreach (var endpoint in cluster.Endpoints.Values)
                result.Add(Endpoint(cluster, endpoint));
        }
        return result;
    }

    private static JsonObject Endpoint(ClusterRuntime cluster, EndpointState state) => new()
    {
        ["cluster"] = cluster.Cluster.Name,
        ["address"] = state.Address.EndPoint.ToString(),
        ["pod"] = state.Endpoint.PodName,
        ["namespace"] = state.Endpoint.Namespace,
        ["status"] = state.Endpoint.IsReady ? "HEALTHY" : "UNHEALTHY",
        ["outlierCheck"] = state.Health.IsEjected ? "FAILED" : "OK",
        ["weight"] = state.Endpoint.Weight,
        ["priority"] = cluster.PriorityOf(state),
        ["locality"] = state.Endpoint.Locality,
        ["activeRequests"] = state.Active,
        ["connections"] = state.Address.Connections,
    };

    private static JsonObject Pool(CircuitBreaker breaker) => new()
    {
        ["maxConnections"] = breaker.Limits.MaxConnections,
        ["http1MaxPendingRequests"] = breaker.Limits.Http1MaxPendingRequests,
        ["http2MaxRequests"] = breaker.Limits.Http2MaxRequests,
        ["maxRequestsPerConnection"] = breaker.Limits.MaxRequestsPerConnection,
        ["maxRetries"] = breaker.Limits.MaxRetries,
        ["activeRequests"] = breaker.Requests,
        ["pendingRequests"] = breaker.Pending,
    };

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
        ["routes"] = Array(host.Routes, Route),
    };

    private static JsonObject Route(Route route) => new()
    {
        ["name"] = route.Name,
        ["rule"] = route.Rule.ToString(),
        ["match"] = Array(route.Conditions, condition => JsonValue.Create(condition.ToString())),
        ["action"] = route.Action switch
        {
            ForwardAction => "route",
            RedirectAction => "redirect",
            _ => "directResponse",
        },
        ["clusters"] = route.Action is ForwardAction forward ? Array(forward.Destinations, Destination) : null,
    };

    private static JsonObject Destination(WeightedDestination destination) => new()
    {
        ["cluster"] = destination.Cluster,
        ["weight"] = destination.Weight,
    };

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> convert) => new([.. items.Select(convert)]);
}
