using System.Text;
using IstioLab.Config.Tokens;
using IstioLab.Proxy.Tokens;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Lets requests pass whose tokens the RequestAuthentications accept, and answers the others as Envoy's filter <c>jwt_authn</c> does.</summary>
internal static class TokenGate
{
    private const int LongestPath = 256;

    /// <summary>Reads the request's tokens: claims and headers come from an accepted one.</summary>
    /// <returns>The verdict on a token that is refused; null to go on.</returns>
    public static TokenVerdict? Check(Exchange exchange)
    {
        var tokens = exchange.Runtime.Snapshot.Tokens;
        if (tokens.IsEmpty || IsPreflight(exchange.Context.Request))
            return null;
        var verdict = tokens.Read(exchange, exchange.Target.Query, exchange.Proxy.Time.GetUtcNow(), TokenVerifier.Instance);
        if (verdict.Problem is not null)
            return verdict;
        exchange.Claims = verdict.Claims;
        var headers = exchange.Context.Request.Headers;
        foreach (var name in verdict.RemovedHeaders)
            headers.Remove(name);
        foreach (var (name, value) in verdict.AddedHeaders)
            headers.Append(name, value);
        return null;
    }

    public static ValueTask RefuseAsync(Exchange exchange, TokenVerdict verdict) => LocalReplySender.SendAsync(
        exchange,
        new LocalReply(verdict.Status, ResponseFlags.None, verdict.Details, Encoding.UTF8.GetBytes(verdict.Problem!)),
        $"{verdict.Rule} refuses the token of the request: {verdict.Problem}.",
        headers => headers.WWWAuthenticate = $"Bearer realm=\"{Realm(exchange)}\", error=\"invalid_token\"");

    private static string Realm(Exchange exchange)
    {
        var path = exchange.NormalizedTarget;
        return $"{exchange.Scheme}://{exchange.Authority}{(path.Length > LongestPath ? path[..LongestPath] : path)}";
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;
}
