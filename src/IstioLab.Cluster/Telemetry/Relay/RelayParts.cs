namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>What a relay consists of behind its ports.</summary>
internal sealed class RelayParts : IAsyncDisposable
{
    public RelayParts(OtlpRelayOptions options, TimeProvider time, Action<string> report)
    {
        Delivery = new OtlpDelivery(options.Sending, time, report, () => (Forwarder?.Dropped ?? 0) + (AccessLogs?.Counters.Dropped ?? 0));
        Forwarder = new OtlpForwarder(Delivery, options.Capacity, options.Sending.FlushTimeout, time);
        AccessLogs = new TelemetryExporter(options.Sending with { Spans = false }, time, _ => Delivery);
        Intake = new RelayIntake(Forwarder, AccessLogs, Pods, Spans, options.Sending.ClusterKind);
    }

    public PodDirectory Pods { get; } = new();

    public SpanWatch Spans { get; } = new();

    public OtlpDelivery Delivery { get; }

    public OtlpForwarder Forwarder { get; }

    public TelemetryExporter AccessLogs { get; }

    public RelayIntake Intake { get; }

    public async ValueTask DisposeAsync()
    {
        await Forwarder.DisposeAsync();
        await AccessLogs.DisposeAsync();
    }
}
