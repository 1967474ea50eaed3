using System.Collections.Concurrent;
using System.Net;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Otlp;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Tests.Telemetry;

public sealed class TelemetryExporterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TelemetryExporterOptions _quick = new()
    {
        BatchDelay = TimeSpan.FromMilliseconds(20),
        FirstPause = TimeSpan.FromMilliseconds(10),
        LongestPause = TimeSpan.FromMilliseconds(20),
        FlushTimeout = TimeSpan.FromSeconds(30),
    };

    private readonly SampleRecords _records = new("", Start);
    private readonly ConcurrentQueue<string> _messages = new();

    [Fact]
    public async Task Two_proxies_share_a_request_and_are_two_services()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await SendAllAsync(receiver.Target, _records.Pair());

        var services = Assert.Single(receiver.Traces).Services;
        Assert.Equal(["apps-client", "apps-v1"], services.Select(service => Find(service.Service.Attributes, "service.name")));
        Assert.Equal("apps-client-5d8f", Find(services[0].Service.Attributes, "service.instance.id"));
        Assert.Single(receiver.Logs);
        Assert.Single(receiver.Metrics);
    }

    [Fact]
    public async Task Request_carries_the_key_and_no_trace_header()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        using var ambient = new System.Diagnostics.Activity("caller").Start();
        await SendAllAsync(receiver.Target, _records.Pair());

        Assert.All(receiver.Headers, headers => Assert.Equal("content-length,content-type,host,x-otlp-api-key key=the-key", headers));
    }

    [Fact]
    public async Task Server_span_hangs_below_the_client_span()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await SendAllAsync(receiver.Target, _records.Pair());

        var spans = receiver.Traces.Single().Services.SelectMany(service => service.Scopes.Single().Spans).ToList();
        Assert.Equal([SpanKind.Client, SpanKind.Server], spans.Select(span => span.Kind));
        Assert.Equal(spans[0].TraceId, spans[1].TraceId);
        Assert.Equal(spans[0].SpanId, spans[1].ParentSpanId);
        Assert.True(spans[0].ParentSpanId.IsEmpty);
    }

    [Fact]
    public async Task Unsampled_and_tcp_records_have_no_span_but_count()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        var record = _records.Of(_records.Client, ReporterKind.Source);
        await SendAllAsync(receiver.Target, [record with { Sampled = false }, record with { Protocol = ExchangeProtocol.Tcp, ResponseCode = 0 }]);

        Assert.Empty(receiver.Traces);
        Assert.Equal(2, receiver.Logs.Single().Services.Single().Scopes.Single().Entries.Count);
        var names = receiver.Metrics.Single().Services.Single().Scopes.Single().Metrics.Select(metric => metric.Name);
        Assert.Contains("istio_requests_total", names);
        Assert.Contains("istio_tcp_connections_closed_total", names);
    }

    [Fact]
    public async Task Metrics_are_sent_again_while_nobody_asks_for_anything()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await using var exporter = new TelemetryExporter(_quick with { MetricInterval = TimeSpan.FromMilliseconds(20) }, TimeProvider.System, _messages.Enqueue);
        exporter.SendTo(receiver.Target);
        Write(exporter, _records.Pair());

        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (receiver.Metrics.Count < 3)
        {
            await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        Assert.Single(receiver.Logs);
        Assert.Equal(2, exporter.Counters.Delivered);
        Assert.Equal(["apps-client", "apps-v1"], receiver.Metrics.Last().Services.Select(service => Find(service.Service.Attributes, "service.name")).Order());
    }

    [Fact]
    public async Task Full_channel_drops_counts_and_never_waits()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        receiver.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var exporter = new TelemetryExporter(_quick with { Capacity = 10, BatchSize = 1 }, TimeProvider.System, _messages.Enqueue);
        exporter.SendTo(receiver.Target);

        var taken = Enumerable.Range(0, 100).Count(_ => exporter.TryWrite(_records.Of(_records.Client, ReporterKind.Source)));

        Assert.InRange(taken, 10, 12);
        Assert.Equal(100 - taken, exporter.Counters.Dropped);
        receiver.Gate.SetResult();
        await exporter.DisposeAsync();
        Assert.Equal(taken, exporter.Counters.Delivered);
    }

    [Fact]
    public async Task Records_wait_for_a_receiver_to_be_named()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        var exporter = new TelemetryExporter(_quick, TimeProvider.System, _messages.Enqueue);
        Write(exporter, _records.Pair());

        exporter.SendTo(receiver.Target);
        await exporter.DisposeAsync();

        Assert.Equal(2, exporter.Counters.Delivered);
    }

    [Fact]
    public async Task Without_a_receiver_stopping_is_immediate_and_counts_what_is_lost()
    {
        var exporter = new TelemetryExporter(_quick, TimeProvider.System, _messages.Enqueue);
        Write(exporter, _records.Pair());

        await exporter.DisposeAsync();

        Assert.Equal(2, exporter.Counters.Refused);
    }

    [Fact]
    public async Task Busy_receiver_gets_the_batch_again_once_and_both_turns_are_reported()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        receiver.Status = HttpStatusCode.ServiceUnavailable;
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var exporter = new TelemetryExporter(_quick, TimeProvider.System, message =>
        {
            _messages.Enqueue(message);
            told.TrySetResult();
        });
        exporter.SendTo(receiver.Target);
        Write(exporter, _records.Pair());
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        receiver.Status = HttpStatusCode.OK;
        await exporter.DisposeAsync();

        Assert.Single(receiver.Traces);
        Assert.Equal(2, exporter.Counters.Delivered);
        Assert.Collection(
            _messages,
            first => Assert.Contains("is busy (503)", first, StringComparison.Ordinal),
            second => Assert.Equal("Telemetry is being delivered again; 0 records were dropped so far.", second));
    }

    [Fact]
    public async Task Refused_key_is_reported_once_and_the_records_are_given_up()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        receiver.Status = HttpStatusCode.Unauthorized;
        var counters = await SendAllAsync(receiver.Target, [.. _records.Pair(), .. _records.Pair()]);

        Assert.Equal(4, counters.Refused);
        Assert.Contains("refused the API key (401)", Assert.Single(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Partly_refused_request_is_reported_with_the_reason()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        receiver.Answer = new ExportAnswer { Refusal = new Refusal { Count = 3, Reason = "too many" } };
        await SendAllAsync(receiver.Target, _records.Pair());

        Assert.Contains("refused 3 items of '/v1/traces': too many", Assert.Single(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receiver_that_is_gone_ends_the_flush_within_its_time()
    {
        var receiver = await FakeReceiver.StartAsync();
        var target = receiver.Target;
        await receiver.DisposeAsync();

        var counters = await SendAllAsync(target, _records.Pair(), _quick with { FlushTimeout = TimeSpan.FromSeconds(3) });

        Assert.Equal(2, counters.Refused);
        Assert.Contains("does not answer", Assert.Single(_messages), StringComparison.Ordinal);
    }

    private async Task<TelemetryCounters> SendAllAsync(OtlpTarget target, IEnumerable<ExchangeRecord> records, TelemetryExporterOptions? options = null)
    {
        var exporter = new TelemetryExporter(options ?? _quick, TimeProvider.System, _messages.Enqueue);
        Write(exporter, records);
        exporter.SendTo(target);
        await exporter.DisposeAsync();
        return exporter.Counters;
    }

    private static void Write(TelemetryExporter exporter, IEnumerable<ExchangeRecord> records) =>
        Assert.All(records, record => Assert.True(exporter.TryWrite(record)));

    private static string? Find(IEnumerable<IstioLab.Cluster.Telemetry.Otlp.Attribute> attributes, string key) =>
        attributes.SingleOrDefault(attribute => attribute.Key == key)?.Value.Text;
}
