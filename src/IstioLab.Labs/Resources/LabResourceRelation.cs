namespace IstioLab.Labs.Resources;

/// <summary>An edge from a resource to another.</summary>
/// <param name="Target">The other's <see cref="LabResource.Name"/>; only resources that exist are named.</param>
/// <param name="Type">What the edge means, such as <c>selects</c> or <c>90 %</c>.</param>
public sealed record LabResourceRelation(string Target, string Type);
