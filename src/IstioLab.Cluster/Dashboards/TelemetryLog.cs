namespace IstioLab.Cluster.Dashboards;

/// <summary>A log record as a dashboard gives it back.</summary>
/// <param name="Service">The <c>service.name</c> of its sender.</param>
/// <param name="TraceId">The trace it belongs to, or an empty string.</param>
/// <param name="SpanId">The span it belongs to, or an empty string.</param>
/// <param name="Body">Its text.</param>
/// <param name="Attributes">Its attributes as text.</param>
public sealed record TelemetryLog(string Service, string TraceId, string SpanId, string Body, IReadOnlyDictionary<string, string> Attributes);
