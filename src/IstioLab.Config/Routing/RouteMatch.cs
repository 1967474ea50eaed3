namespace IstioLab.Config.Routing;

/// <summary>What a route configuration decided about a request.</summary>
/// <param name="Outcome">How the search ended.</param>
/// <param name="VirtualHost">The virtual host that the Host header selected, if any.</param>
/// <param name="Route">The route taken, if any.</param>
public readonly record struct RouteMatch(RouteOutcome Outcome, VirtualHost? VirtualHost, Route? Route);
