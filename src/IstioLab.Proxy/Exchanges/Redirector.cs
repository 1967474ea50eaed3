using IstioLab.Config.Routing;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Answers with redirects.</summary>
internal static class Redirector
{
    /// <summary>A Gateway server's <c>httpsRedirect</c>.</summary>
    public static ValueTask ToHttpsAsync(Exchange exchange) =>
        SendAsync(exchange, 301, RedirectLocation.ToTls(exchange.ToRequestInfo()), "The gateway's server has tls.httpsRedirect.");

    public static ValueTask SendAsync(Exchange exchange, RedirectAction action) =>
        SendAsync(exchange, action.StatusCode, RedirectLocation.Of(action, exchange.ToRequestInfo()), $"{exchange.Route!.Rule}: redirect.");

    private static ValueTask SendAsync(Exchange exchange, int status, string location, string reason) =>
        LocalReplySender.SendAsync(
            exchange,
            new LocalReply(status, ResponseFlags.None, "direct_response", default),
            reason,
            headers => headers.Location = location);
}
