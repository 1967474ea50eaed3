namespace IstioLab.Cluster.Telemetry;

/// <summary>Collects the points of one proxy under the names of Istio's standard metrics.</summary>
internal sealed class StandardMetrics
{
    public List<Otlp.CounterPoint> Requests { get; } = [];

    public List<Otlp.HistogramPoint> Duration { get; } = [];

    public List<Otlp.HistogramPoint> RequestBytes { get; } = [];

    public List<Otlp.HistogramPoint> ResponseBytes { get; } = [];

    public List<Otlp.CounterPoint> TcpOpened { get; } = [];

    public List<Otlp.CounterPoint> TcpClosed { get; } = [];

    public List<Otlp.CounterPoint> TcpReceived { get; } = [];

    public List<Otlp.CounterPoint> TcpSent { get; } = [];

    public IEnumerable<Otlp.Metric> ToMetrics()
    {
        Otlp.Metric?[] all =
        [
            Counter("istio_requests_total", "Requests that the proxy handled.", "{request}", Requests),
            Histogram("istio_request_duration_milliseconds", "How long requests took.", "ms", Duration),
            Histogram("istio_request_bytes", "Sizes of request bodies.", "By", RequestBytes),
            Histogram("istio_response_bytes", "Sizes of response bodies.", "By", ResponseBytes),
            Counter("istio_tcp_connections_opened_total", "TCP connections that were opened.", "{connection}", TcpOpened),
            Counter("istio_tcp_connections_closed_total", "TCP connections that were closed.", "{connection}", TcpClosed),
            Counter("istio_tcp_received_bytes_total", "Bytes received on TCP connections.", "By", TcpReceived),
            Counter("istio_tcp_sent_bytes_total", "Bytes sent on TCP connections.", "By", TcpSent),
        ];
        return all.OfType<Otlp.Metric>();
    }

    private static Otlp.Metric? Counter(string name, string description, string unit, List<Otlp.CounterPoint> points) =>
        points.Count == 0 ? null : new Otlp.Metric
        {
            Name = name,
            Description = description,
            Unit = unit,
            Counter = new Otlp.Counter { Points = { points }, Temporality = Otlp.Temporality.Cumulative, OnlyGrows = true },
        };

    private static Otlp.Metric? Histogram(string name, string description, string unit, List<Otlp.HistogramPoint> points) =>
        points.Count == 0 ? null : new Otlp.Metric
        {
            Name = name,
            Description = description,
            Unit = unit,
            Histogram = new Otlp.Histogram { Points = { points }, Temporality = Otlp.Temporality.Cumulative },
        };
}
