using IstioLab.Config.Routing;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Gives a route's fixed answer.</summary>
internal static class DirectResponder
{
    public static async ValueTask SendAsync(Exchange exchange, DirectResponseAction action)
    {
        var reason = exchange.RouteName == "block_all" ? Reasons.RegistryOnly(exchange) : $"{exchange.Route!.Rule}: directResponse.";
        await LocalReplySender.SendAsync(
            exchange,
            new LocalReply(action.StatusCode, ResponseFlags.None, "direct_response", action.Body),
            reason);
    }
}
