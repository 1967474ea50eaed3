namespace IstioLab.Labs.Resources;

/// <summary>An address of a resource.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Url">The address.</param>
public sealed record LabResourceUrl(string Name, Uri Url);
