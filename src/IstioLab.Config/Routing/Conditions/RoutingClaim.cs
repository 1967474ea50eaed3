using System.Collections.Immutable;

namespace IstioLab.Config.Routing.Conditions;

/// <summary>Reads header names that mean a claim: <c>@request.auth.claims.a.b</c> or <c>@request.auth.claims[a][b]</c>.</summary>
internal static class RoutingClaim
{
    private const string Prefix = "@request.auth.claims";

    /// <summary>The claim's path; empty when the name means no claim.</summary>
    public static ImmutableArray<string> Parse(string header)
    {
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        var rest = header[Prefix.Length..];
        if (rest.Length > 1 && rest[0] == '.')
        {
            return [.. rest[1..].Split('.')];
        }

        return rest.Length > 2 && rest[0] == '[' && rest[^1] == ']' ? [.. rest[1..^1].Split("][")] : [];
    }
}
