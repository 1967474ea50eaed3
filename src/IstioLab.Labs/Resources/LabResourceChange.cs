namespace IstioLab.Labs.Resources;

/// <summary>A change of the resources.</summary>
/// <param name="Name">Which resource.</param>
/// <param name="Resource">As it is now; null when it is gone.</param>
/// <param name="Type">Its type, also when it is gone.</param>
public sealed record LabResourceChange(string Name, LabResource? Resource, string Type);
