namespace IstioLab.Cluster.Dashboards;

/// <summary>A span as a dashboard gives it back.</summary>
/// <param name="Service">The <c>service.name</c> of its sender.</param>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="SpanId">16 hexadecimal digits.</param>
/// <param name="ParentSpanId">The parent's, or an empty string for a root.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The number of OTLP: 2 is a server span, 3 a client span.</param>
/// <param name="IsError">Whether its status is an error.</param>
/// <param name="Attributes">Its attributes as text.</param>
public sealed record TelemetrySpan(
    string Service,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    string Name,
    int Kind,
    bool IsError,
    IReadOnlyDictionary<string, string> Attributes);
