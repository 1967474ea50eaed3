namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>A kind of telemetry, with its names in the OpenTelemetry protocol (https://opentelemetry.io/docs/specs/otlp/).</summary>
/// <param name="Name">The last part of the HTTP path.</param>
/// <param name="Service">The gRPC service, whose method is <c>Export</c>.</param>
internal sealed record OtlpSignal(string Name, string Service)
{
    public const string Method = "Export";

    public static OtlpSignal Traces { get; } = new("traces", "opentelemetry.proto.collector.trace.v1.TraceService");

    public static OtlpSignal Logs { get; } = new("logs", "opentelemetry.proto.collector.logs.v1.LogsService");

    public static OtlpSignal Metrics { get; } = new("metrics", "opentelemetry.proto.collector.metrics.v1.MetricsService");

    public static IReadOnlyList<OtlpSignal> All { get; } = [Traces, Logs, Metrics];

    public string Path => $"v1/{Name}";

    public static OtlpSignal? Find(string? name) => All.FirstOrDefault(signal => signal.Name == name);
}
