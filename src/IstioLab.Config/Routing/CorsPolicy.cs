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
}
