using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry;

/// <summary>The running totals of one proxy.</summary>
internal sealed class ProxyMetrics
{
    private readonly Dictionary<MetricKey, MetricSeries> _series = [];

    /// <summary>When the proxy reported last.</summary>
    public DateTimeOffset LastUsed { get; private set; }

    public void Add(ExchangeRecord record, DateTimeOffset now)
    {
        LastUsed = now;
        var key = MetricKey.Of(record);
        if (!_series.TryGetValue(key, out var series))
        {
            _series[key] = series = new MetricSeries(key, Nanoseconds.Of(record.Start));
        }

        series.Add(record);
    }

    public IEnumerable<Otlp.Metric> ToMetrics(DateTimeOffset now)
    {
        var metrics = new StandardMetrics();
        foreach (var series in _series.Values)
        {
            series.AddTo(metrics, Nanoseconds.Of(now));
        }

        return metrics.ToMetrics();
    }
}
