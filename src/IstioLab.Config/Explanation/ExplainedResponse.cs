namespace IstioLab.Config.Explanation;

/// <summary>The answer that the mesh gives by itself.</summary>
/// <param name="Status">The HTTP status; 0 when the connection is closed without one.</param>
/// <param name="Flags">Envoy's response flags, <c>-</c> for none.</param>
/// <param name="Details">Envoy's response code details.</param>
public sealed record ExplainedResponse(int Status, string Flags, string Details);
