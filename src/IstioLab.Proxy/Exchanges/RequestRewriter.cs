using IstioLab.Config.Routing;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// Changes a request before it goes upstream, as Envoy's route entry does: the destination's header changes, the route's, then path
/// and host. The host of <c>rewrite.authority</c> beats the destination's.
/// </summary>
internal static class RequestRewriter
{
    public static void Rewrite(Exchange exchange, ForwardAction action, WeightedDestination destination)
    {
        var headers = exchange.Context.Request.Headers;
        HeaderEditor.Apply(destination.Request, headers, exchange);
        HeaderEditor.Apply(exchange.Route!.Request, headers, exchange);
        if (action.Rewrite is { ChangesPath: true } rewrite)
        {
            headers["x-envoy-original-path"] = exchange.NormalizedTarget;
            var path = rewrite.ApplyToPath(exchange.Target.Path);
            exchange.RewrittenTarget = exchange.Target.Query.Length == 0 ? path : string.Concat(path, "?", exchange.Target.Query);
        }
        if ((action.Rewrite?.Authority ?? destination.HostRewrite) is { } authority)
        {
            exchange.Authority = authority;
            headers.Host = authority;
        }
    }
}
