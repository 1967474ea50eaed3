using Google.Protobuf;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Otlp;
using IstioLab.Proxy.Telemetry;
using Microsoft.Extensions.Time.Testing;

namespace IstioLab.Cluster.Tests.Telemetry;

public sealed class BatchBuilderTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly BatchBuilder _builder;
    private readonly SampleRecords _records;

    public BatchBuilderTests()
    {
        _builder = new BatchBuilder(new TelemetryExporterOptions(), _time);
        _records = new SampleRecords("", _time.GetUtcNow());
    }

    [Fact]
    public void Counters_are_cumulative_and_separate_response_codes()
    {
        _builder.Build([ClientRecord(200), ClientRecord(200), ClientRecord(503)]);
        var counter = Metric(_builder.Build([ClientRecord(200)]), "istio_requests_total").Counter;

        Assert.Equal(Temporality.Cumulative, counter.Temporality);
        Assert.True(counter.OnlyGrows);
        Assert.Equal(
            [("200", 3L), ("503", 1L)],
            counter.Points.Select(point => (Label(point.Attributes, "response_code"), point.Total)).Order());
    }

    [Fact]
    public void Labels_are_those_of_Istio()
    {
        var point = Metric(_builder.Build([ClientRecord(200) with { Security = ConnectionSecurity.MutualTls }]), "istio_requests_total").Counter.Points.Single();

        Assert.Equal(24, point.Attributes.Count);
        Assert.Equal("source", Label(point.Attributes, "reporter"));
        Assert.Equal("apps-client", Label(point.Attributes, "source_workload"));
        Assert.Equal("nolen", Label(point.Attributes, "destination_workload_namespace"));
        Assert.Equal("apps-svc-v1.nolen.svc.cluster.local", Label(point.Attributes, "destination_service"));
        Assert.Equal("unknown", Label(point.Attributes, "source_principal"));
        Assert.Equal("http", Label(point.Attributes, "request_protocol"));
        Assert.Equal("unknown", Label(point.Attributes, "connection_security_policy"));
    }

    [Theory]
    [InlineData(ConnectionSecurity.None, "none")]
    [InlineData(ConnectionSecurity.MutualTls, "mutual_tls")]
    public void Destination_tells_how_the_connection_was_secured(ConnectionSecurity security, string label)
    {
        var record = _records.Of(_records.Server, ReporterKind.Destination) with { Security = security };

        var point = Metric(_builder.Build([record]), "istio_requests_total").Counter.Points.Single();

        Assert.Equal(label, Label(point.Attributes, "connection_security_policy"));
        Assert.Equal("destination", Label(point.Attributes, "reporter"));
    }

    [Fact]
    public void Duration_falls_into_the_bucket_whose_upper_bound_includes_it()
    {
        var histogram = Metric(_builder.Build([Lasting(5), Lasting(5.1), Lasting(4_000_000)]), "istio_request_duration_milliseconds").Histogram;

        var point = histogram.Points.Single();
        Assert.Equal(20, point.BucketCounts.Count);
        Assert.Equal([2, 3, 19], Enumerable.Range(0, 20).Where(bucket => point.BucketCounts[bucket] == 1));
        Assert.Equal(3ul, point.Count);
        Assert.Equal(4_000_010.1, point.Sum, 3);
    }

    [Fact]
    public void Totals_of_a_silent_proxy_are_forgotten_after_a_while()
    {
        _builder.Build([ClientRecord(200)]);
        _time.Advance(TimeSpan.FromMinutes(16));
        _builder.Build([_records.Of(_records.Server, ReporterKind.Destination)]);

        var counter = Metric(_builder.Build([ClientRecord(200)]), "istio_requests_total").Counter;

        Assert.Equal(1, counter.Points.Single().Total);
    }

    private ExchangeRecord ClientRecord(int code) => _records.Of(_records.Client, ReporterKind.Source) with { ResponseCode = code };

    private ExchangeRecord Lasting(double milliseconds) => ClientRecord(200) with { Duration = TimeSpan.FromMilliseconds(milliseconds) };

    private static Metric Metric(ExportBatch batch, string name)
    {
        while (batch.Next is { } request)
        {
            if (request.Path == "v1/metrics")
            {
                var export = MetricExport.Parser.ParseFrom(ByteString.CopyFrom(request.Body));
                return export.Services.Single().Scopes.Single().Metrics.Single(metric => metric.Name == name);
            }

            batch.MarkSent();
        }

        throw new InvalidOperationException("The batch has no metrics.");
    }

    private static string Label(IEnumerable<IstioLab.Cluster.Telemetry.Otlp.Attribute> labels, string name) =>
        labels.Single(label => label.Key == name).Value.Text;
}
