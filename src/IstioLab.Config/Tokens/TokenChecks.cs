using System.Collections.Immutable;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Tokens;

/// <summary>Checks the tokens that a rule found. All of them must be right, or an application could take the wrong one.</summary>
internal static class TokenChecks
{
    private const string WrongAudience = "Audiences in Jwt are not allowed";

    // Envoy's default.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    public static int StatusOf(string problem) => problem == WrongAudience ? 403 : 401;

    public static (JsonClaims? Claims, string? Problem) Check(JwtRule rule, List<FoundToken> tokens, DateTimeOffset now, ITokenVerifier? verifier)
    {
        JsonClaims? claims = null;
        foreach (var token in tokens)
        {
            claims = JsonClaims.Parse(token.Text, rule.Delimited);
            if (Problem(rule, token.Text, claims, now, verifier) is { } problem)
            {
                return (null, problem);
            }
        }

        return (claims, null);
    }

    private static string? Problem(JwtRule rule, string token, JsonClaims? claims, DateTimeOffset now, ITokenVerifier? verifier)
    {
        if (claims is null)
        {
            return "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections";
        }

        if (rule.Issuer.Length > 0 && rule.Issuer != claims.Issuer)
        {
            return "Jwt issuer is not configured";
        }

        if (claims.Seconds("nbf") is { } start && start > (now + ClockSkew).ToUnixTimeSeconds())
        {
            return "Jwt not yet valid";
        }

        if (claims.Seconds("exp") is { } end && end > 0 && end < (now - ClockSkew).ToUnixTimeSeconds())
        {
            return "Jwt is expired";
        }

        return IsFor(rule.Audiences, claims) ? verifier?.Verify(rule.Keys, token) : WrongAudience;
    }

    private static bool IsFor(ImmutableArray<string> audiences, JsonClaims claims) =>
        audiences.IsEmpty || claims.Find(["aud"]).Any(own => audiences.Any(audience => Plain(audience) == Plain(own)));

    /// <summary>An audience counts without its scheme and its last slash.</summary>
    private static string Plain(string audience)
    {
        var scheme = audience.StartsWith("https://", StringComparison.Ordinal) ? 8 : audience.StartsWith("http://", StringComparison.Ordinal) ? 7 : 0;
        var end = audience.Length > scheme && audience[^1] == '/' ? audience.Length - 1 : audience.Length;
        return audience[scheme..end];
    }
}
