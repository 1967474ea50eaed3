namespace IstioLab.Cluster.Telemetry;

/// <summary>Sizes and times of the exporter.</summary>
public sealed record TelemetryExporterOptions
{
    /// <summary>How many records wait at most; further ones are dropped and counted. 16,384 by default: about 16 MB.</summary>
    public int Capacity { get; init; } = 16_384;

    /// <summary>How many records one batch has at most.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>How long the first record of a batch waits for others.</summary>
    public TimeSpan BatchDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>After how long without records the metrics are sent again as they are.</summary>
    public TimeSpan MetricInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a proxy that reports nothing keeps its metrics here; they count from zero if it comes back.</summary>
    public TimeSpan MetricLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The first pause after a receiver did not answer; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause, and so about the time until telemetry resumes after the receiver is back.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long stopping may take to send what waits.</summary>
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The resource attribute <c>istiolab.cluster</c>: which kind of cluster the telemetry is from.</summary>
    public string ClusterKind { get; init; } = "embedded";

    /// <summary>Whether records become spans too. With false they are log records and metrics alone, for proxies whose spans come another way.</summary>
    /// <value>Default: true.</value>
    public bool Spans { get; init; } = true;
}
