using System.Runtime.CompilerServices;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry;

/// <summary>Makes spans, log records and metrics of records, several services to a request. Used by one thread.</summary>
internal sealed class BatchBuilder(TelemetryExporterOptions options, TimeProvider time)
{
    private static readonly Otlp.Scope Scope = new() { Name = "istiolab.proxy" };

    private readonly ConditionalWeakTable<TelemetryResource, Otlp.Service> _services = [];
    private readonly Dictionary<TelemetryResource, ProxyMetrics> _metrics = [];

    public ExportBatch Build(IReadOnlyCollection<ExchangeRecord> records)
    {
        var now = time.GetUtcNow();
        var traces = new Otlp.TraceExport();
        var logs = new Otlp.LogExport();
        var metrics = new Otlp.MetricExport();
        foreach (var proxy in records.GroupBy(record => record.Resource))
        {
            var service = _services.GetValue(proxy.Key, key => ServiceDescription.Of(key, options.ClusterKind));
            List<Otlp.Span> spans = options.Spans ? [.. proxy.Select(SpanOfExchange.Of).OfType<Otlp.Span>()] : [];
            if (spans.Count > 0)
            {
                traces.Services.Add(new Otlp.ServiceSpans { Service = service, Scopes = { new Otlp.SpanScope { Scope = Scope, Spans = { spans } } } });
            }

            logs.Services.Add(new Otlp.ServiceLogs
            {
                Service = service,
                Scopes = { new Otlp.LogScope { Scope = Scope, Entries = { proxy.Select(LogOfExchange.Of) } } },
            });
            metrics.Services.Add(OfService(service, Count(proxy, now)));
        }

        Forget(now);
        return traces.Services.Count > 0
            ? new ExportBatch(records.Count, [("v1/traces", traces), ("v1/logs", logs), ("v1/metrics", metrics)])
            : new ExportBatch(records.Count, [("v1/logs", logs), ("v1/metrics", metrics)]);
    }

    /// <summary>The totals alone, for a time without records: a chart would show a counter that is not sent again as 0.</summary>
    /// <returns>Null when no proxy has reported of late.</returns>
    public ExportBatch? BuildTotals()
    {
        var now = time.GetUtcNow();
        Forget(now);
        if (_metrics.Count == 0)
        {
            return null;
        }

        var metrics = new Otlp.MetricExport();
        foreach (var (proxy, totals) in _metrics)
        {
            metrics.Services.Add(OfService(_services.GetValue(proxy, key => ServiceDescription.Of(key, options.ClusterKind)), totals.ToMetrics(now)));
        }

        return new ExportBatch(0, [("v1/metrics", metrics)]);
    }

    private static Otlp.ServiceMetrics OfService(Otlp.Service service, IEnumerable<Otlp.Metric> metrics) =>
        new() { Service = service, Scopes = { new Otlp.MetricScope { Scope = Scope, Metrics = { metrics } } } };

    private IEnumerable<Otlp.Metric> Count(IGrouping<TelemetryResource, ExchangeRecord> proxy, DateTimeOffset now)
    {
        if (!_metrics.TryGetValue(proxy.Key, out var totals))
        {
            _metrics[proxy.Key] = totals = new ProxyMetrics();
        }

        foreach (var record in proxy)
        {
            totals.Add(record, now);
        }

        return totals.ToMetrics(now);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var proxy in _metrics.Where(pair => now - pair.Value.LastUsed > options.MetricLifetime).Select(pair => pair.Key).ToList())
        {
            _metrics.Remove(proxy);
        }
    }
}
