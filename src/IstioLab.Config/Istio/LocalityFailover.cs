namespace IstioLab.Config.Istio;

/// <summary>Which region takes over.</summary>
/// <param name="From">The region that failed.</param>
/// <param name="To">The region that takes over.</param>
public sealed record LocalityFailover(string From, string To);
