using IstioLab.Config.Routing;
using IstioLab.Proxy.Http;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Carries out cross-origin rules as Envoy's cors filter does: answers preflights, and marks answers to allowed origins.</summary>
internal static class CorsResponder
{
    /// <returns>True when the request was a preflight and has its answer.</returns>
    public static bool TryAnswer(Exchange exchange, CorsPolicy policy)
    {
        var request = exchange.Context.Request;
        if (request.Headers.Origin is not [{ Length: > 0 } origin])
            return false;
        var isAllowed = policy.Allows(origin);
        if (!policy.AnswersPreflight(request.Method, origin, request.Headers.AccessControlRequestMethod.ToString()))
        {
            exchange.AllowedOrigin = isAllowed ? origin : null;
            return false;
        }
        Answer(exchange);
        if (isAllowed)
            AddPreflightHeaders(exchange.Context.Response.Headers, policy, origin);
        return true;
    }

    /// <summary>Marks the answer to an allowed origin.</summary>
    public static void FinishResponse(Exchange exchange, IHeaderDictionary headers)
    {
        if (exchange.AllowedOrigin is not { } origin || exchange.Route?.Cors is not { } policy)
            return;
        headers.AccessControlAllowOrigin = origin;
        if (policy.AllowCredentials)
            headers.AccessControlAllowCredentials = "true";
        if (policy.ExposeHeaders.Length > 0)
            headers.AccessControlExposeHeaders = policy.ExposeHeaders;
    }

    private static void Answer(Exchange exchange)
    {
        var response = exchange.Context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentLength = 0;
        response.Headers.Server = exchange.Proxy.ServerName;
        if (exchange.Proxy.SendsReasons)
            response.Headers[LocalReplySender.ReasonHeader] = HeaderText.Clean($"{exchange.Route!.Rule}: corsPolicy answers preflights.");
        exchange.Details = "cors_response";
    }

    private static void AddPreflightHeaders(IHeaderDictionary headers, CorsPolicy policy, string origin)
    {
        headers.AccessControlAllowOrigin = origin;
        if (policy.AllowCredentials)
            headers.AccessControlAllowCredentials = "true";
        if (policy.AllowMethods.Length > 0)
            headers.AccessControlAllowMethods = policy.AllowMethods;
        if (policy.AllowHeaders.Length > 0)
            headers.AccessControlAllowHeaders = policy.AllowHeaders;
        if (policy.MaxAge.Length > 0)
            headers.AccessControlMaxAge = policy.MaxAge;
    }
}
