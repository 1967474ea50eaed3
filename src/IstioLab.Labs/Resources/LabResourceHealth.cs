namespace IstioLab.Labs.Resources;

/// <summary>The outcome of one health check.</summary>
/// <param name="Key">The check's name.</param>
/// <param name="Healthy">Whether it passes.</param>
/// <param name="Description">Why, in a sentence.</param>
public sealed record LabResourceHealth(string Key, bool Healthy, string Description);
