namespace IstioLab.Config.Routing;

/// <summary>How the search for a route ended.</summary>
public enum RouteOutcome
{
    /// <summary>No virtual host has the requested name: 404, flag NR.</summary>
    NoVirtualHost,

    /// <summary>The virtual host has no route for the request: 404, flag NR.</summary>
    NoRoute,

    /// <summary>The virtual host wants https: 301 to the same address with https.</summary>
    TlsRequired,

    /// <summary>A route takes the request.</summary>
    Matched,
}
