using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>Cross-origin rules. Follows Istio's CorsPolicy as Envoy's cors filter carries it out.</summary>
public sealed record CorsPolicy
{
    /// <summary>The origins that are allowed.</summary>
    public ImmutableArray<ValueMatcher> AllowOrigins { get; init; } = [];

    /// <summary>The value of <c>access-control-allow-methods</c>; empty for none.</summary>
    public string AllowMethods { get; init; } = "";

    /// <summary>The value of <c>access-control-allow-headers</c>; empty for none.</summary>
    public string AllowHeaders { get; init; } = "";

    /// <summary>The value of <c>access-control-expose-headers</c>; empty for none.</summary>
    public string ExposeHeaders { get; init; } = "";

    /// <summary>The value of <c>access-control-max-age</c> in seconds; empty for none.</summary>
    public string MaxAge { get; init; } = "";

    /// <summary>Whether <c>access-control-allow-credentials: true</c> is sent.</summary>
    public bool AllowCredentials { get; init; }

    /// <summary>Whether a preflight of an origin that is not allowed goes to the application; otherwise the proxy answers 200.</summary>
    public bool ForwardUnmatchedPreflights { get; init; } = true;

    /// <summary>Whether an origin is allowed.</summary>
    public bool Allows(string origin)
    {
        foreach (var matcher in AllowOrigins)
        {
            if (matcher.Matches(origin))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the proxy answers the request itself with 200, because it is a preflight of an origin that is allowed or ignored.</summary>
    /// <param name="method">The method.</param>
    /// <param name="origin">The header <c>origin</c>; null or empty for none.</param>
    /// <param name="requestedMethod">The header <c>access-control-request-method</c>; null or empty for none.</param>
    public bool AnswersPreflight(string method, string? origin, string? requestedMethod) =>
        method == "OPTIONS"
        && !string.IsNullOrEmpty(origin)
        && !string.IsNullOrEmpty(requestedMethod)
        && (Allows(origin) || !ForwardUnmatchedPreflights);
}
