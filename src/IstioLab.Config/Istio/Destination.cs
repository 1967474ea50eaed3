namespace IstioLab.Config.Istio;

/// <summary>A destination with its host made a full name.</summary>
internal sealed record Destination(string Host, string Subset, int? Port);
