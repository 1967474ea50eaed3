namespace IstioLab.Config.Schemas;

/// <summary>One entry of a CRD's <c>additionalPrinterColumns</c>.</summary>
/// <param name="Name">The column's heading.</param>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>date</c> …</param>
/// <param name="JsonPath">Where the cell's value stands in the object.</param>
/// <param name="Priority">0 is always shown, more only by <c>-o wide</c>.</param>
/// <param name="Description">What the column shows; may be empty.</param>
public sealed record PrinterColumn(string Name, string Type, string JsonPath, int Priority, string Description);
