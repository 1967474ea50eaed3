namespace IstioLab.Config.Istio;

/// <summary>An HTTPRouteDestination as written.</summary>
internal sealed record HttpDestination(Destination Destination, int Weight, HeaderRules? Headers);
