using System.Globalization;
using IstioLab.Config.Routing;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Answers with a redirect, and makes its Location as Envoy does.</summary>
internal static class Redirector
{
    private static readonly RedirectAction Https = new(301, null, null, "https", null);

    /// <summary>A Gateway server's <c>httpsRedirect</c>.</summary>
    public static ValueTask ToHttpsAsync(Exchange exchange) => SendAsync(exchange, Https, "The gateway's server has tls.httpsRedirect.");

    public static ValueTask SendAsync(Exchange exchange, RedirectAction action) =>
        SendAsync(exchange, action, $"{exchange.Route!.Rule}: redirect.");

    private static ValueTask SendAsync(Exchange exchange, RedirectAction action, string reason) =>
        LocalReplySender.SendAsync(
            exchange,
            new LocalReply(action.StatusCode, ResponseFlags.None, "direct_response", default),
            reason,
            headers =>
            {
                headers.Location = Location(exchange, action);
                if (exchange.Route is { } route)
                    HeaderEditor.Apply(route.Response, headers, exchange);
            });

    internal static string Location(Exchange exchange, RedirectAction action) =>
        Location(action, exchange.Scheme, exchange.Authority, exchange.Target);

    internal static string Location(RedirectAction action, string requestScheme, string requestAuthority, RequestTarget target)
    {
        var scheme = action.Scheme ?? requestScheme;
        var host = action.Authority ?? requestAuthority;
        var changesScheme = action.Scheme is not null && action.Scheme != requestScheme;
        if (action.Port is { } port)
            host = IsDefaultPort(scheme, port) ? WithoutPort(host) : $"{WithoutPort(host)}:{port.ToString(CultureInfo.InvariantCulture)}";
        else if (action.Authority is null && changesScheme)
            host = WithoutDefaultPortOf(requestScheme, host);
        return $"{scheme}://{host}{PathOf(action, target)}";
    }

    private static string PathOf(RedirectAction action, RequestTarget target)
    {
        var path = action.Path ?? target.Path;
        return target.Query.Length == 0 || path.Contains('?') ? path : $"{path}?{target.Query}";
    }

    private static bool IsDefaultPort(string scheme, int port) => port == (scheme == "https" ? 443 : 80);

    private static string WithoutDefaultPortOf(string scheme, string host) =>
        host.EndsWith(scheme == "https" ? ":443" : ":80", StringComparison.Ordinal) ? WithoutPort(host) : host;

    private static string WithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
