namespace IstioLab.Cluster.Embedded.Api;

/// <summary>One column of Table output (https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables).</summary>
/// <param name="Name">The heading.</param>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c> or <c>date</c>.</param>
/// <param name="Format"><c>name</c> for the column that names the object, else empty.</param>
/// <param name="Priority">0 is always shown, 1 only by <c>-o wide</c>.</param>
/// <param name="JsonPath">Where a custom column takes its value; null for a column computed by the server.</param>
/// <param name="Description">What the column shows.</param>
internal sealed record TableColumn(string Name, string Type, string Format = "", int Priority = 0, string? JsonPath = null, string Description = "");
