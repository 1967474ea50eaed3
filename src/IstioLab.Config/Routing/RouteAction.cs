namespace IstioLab.Config.Routing;

/// <summary>What a route does with a request that it took.</summary>
public abstract record RouteAction;
