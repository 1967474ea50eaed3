namespace IstioLab.Config.Routing;

/// <summary>One header to write.</summary>
/// <param name="Name">The name in lower case.</param>
/// <param name="Value">The value, which may hold Envoy's <c>%…%</c> operators; an expansion that comes out empty writes nothing.</param>
/// <param name="Append">Whether the value is added to those that are there; otherwise it replaces them.</param>
public sealed record HeaderChange(string Name, string Value, bool Append);
