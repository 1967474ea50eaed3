namespace IstioLab.Config.Routing;

/// <summary>Answers with a fixed status and body.</summary>
/// <param name="StatusCode">The status, 200 to 599.</param>
/// <param name="Body">The body; empty for none.</param>
public sealed record DirectResponseAction(int StatusCode, ReadOnlyMemory<byte> Body) : RouteAction;
