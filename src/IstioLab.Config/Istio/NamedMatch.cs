namespace IstioLab.Config.Istio;

/// <summary>A header or query parameter and what it must be.</summary>
internal sealed record NamedMatch(string Name, StringMatch Match);
