namespace IstioLab.Labs.Resources;

/// <summary>A fact about a resource.</summary>
/// <param name="Name">Identifies it among the resource's properties, such as <c>pod.ready</c>.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="Value">The fact.</param>
/// <param name="Highlighted">Whether it is shown before the details are opened.</param>
public sealed record LabResourceProperty(string Name, string DisplayName, string Value, bool Highlighted = false);
