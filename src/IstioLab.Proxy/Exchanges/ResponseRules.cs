using IstioLab.Config.Routing;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// The changes that a route makes to the answer: its destination's first, then its own. Envoy makes them to its own answers too, once a
/// route was found.
/// </summary>
internal static class ResponseRules
{
    public static void Apply(Exchange exchange, IHeaderDictionary headers)
    {
        if (exchange.Route is not { } route)
            return;
        // Envoy draws the destination together with the route, so also a request that goes nowhere has one.
        if ((exchange.Destination ?? (route.Action as ForwardAction)?.Choose(exchange.Proxy.Random.NextBits())) is { } destination)
            HeaderEditor.Apply(destination.Response, headers, exchange);
        HeaderEditor.Apply(route.Response, headers, exchange);
    }
}
