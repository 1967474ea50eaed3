using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Says in one sentence why the mesh answered instead of the application.</summary>
internal static class Reasons
{
    public static string NoVirtualHost(Exchange exchange) =>
        $"No virtual host of route configuration '{exchange.Connection.Destination.Port}' has the name '{exchange.Authority}'.";

    public static string NoRoute(Exchange exchange, Config.Routing.VirtualHost host) =>
        $"{Rule(host.Rule, host.Name)}: no rule matches {exchange.Context.Request.Method} '{exchange.Target.Path}', and there is no rule without match.";

    public static string NoCluster(Exchange exchange, string cluster) =>
        $"{Rule(exchange.Route?.Rule, "The route")}: destination '{cluster}' does not exist; check host, subset and port.";

    public static string NoHealthyUpstream(ClusterRuntime cluster) =>
        $"'{cluster.Cluster.Name}' has no healthy endpoint ({cluster.Endpoints.Count} known).";

    public static string NoOriginalDestination(Exchange exchange) =>
        $"Host '{exchange.Authority}' is not in the registry, and a request by HTTP_PROXY names no address to pass it on to. "
        + "Add a ServiceEntry with resolution DNS, or put the host into NO_PROXY.";

    public static string UpstreamFailed(ClusterRuntime cluster, EndpointState endpoint, LocalReply reply) =>
        $"Endpoint {endpoint.Address.EndPoint} of '{cluster.Cluster.Name}' failed: {reply.Details}.";

    public static string Overflow(ClusterRuntime cluster) =>
        $"The connection pool limits of '{cluster.Cluster.Name}' are reached{(cluster.Cluster.Rule is { } rule ? $" ({rule})" : "")}.";

    public static string Timeout(Exchange exchange, TimeSpan timeout) =>
        $"{Rule(exchange.Route?.Rule, "The route")}: no answer within the timeout of {timeout.TotalSeconds:0.###}s.";

    public static string RegistryOnly(Exchange exchange) =>
        $"Host '{exchange.Authority}' is not in the registry and outboundTrafficPolicy is REGISTRY_ONLY; add a ServiceEntry.";

    private static string Rule(Config.Routing.RuleReference? rule, string otherwise) => rule?.ToString() ?? otherwise;
}
