using System.Collections.Concurrent;
using System.Diagnostics;
using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Tests.Dashboards;

namespace IstioLab.Cluster.Tests.Telemetry;

/// <summary>The exporter against the real Aspire dashboard, read back through its own API.</summary>
public sealed class RealDashboardTests(DashboardFixture fixture)
{
    private const int ClientKind = 3;
    private const int ServerKind = 2;

    private readonly SampleRecords _records = new($"-{Guid.NewGuid().ToString("N")[..6]}", TimeProvider.System.GetUtcNow());
    private readonly ConcurrentQueue<string> _messages = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string ClientName => _records.Client.WorkloadName;

    private string ServerName => _records.Server.WorkloadName;

    [Fact]
    public async Task Requests_are_traces_of_a_client_span_and_a_server_span_below_it_with_logs_and_metrics()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        await using var exporter = Exporter(connection);
        Write(exporter, 200);
        using var client = new DashboardClient(connection);

        var clientSpans = await ReadAsync(() => client.ReadSpansAsync(ClientName, cancellationToken: Token), 200);
        var serverSpans = await ReadAsync(() => client.ReadSpansAsync(ServerName, cancellationToken: Token), 200);
        var logs = await ReadAsync(() => client.ReadLogsAsync(ClientName, cancellationToken: Token), 200);

        Assert.Equal(200, clientSpans.Select(span => span.TraceId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(clientSpans, span => Assert.Equal((ClientKind, "", false), (span.Kind, span.ParentSpanId, span.IsError)));
        Assert.All(serverSpans, span => Assert.Equal(ServerKind, span.Kind));
        Assert.Equal(
            clientSpans.Select(span => (span.TraceId, span.SpanId)).Order(),
            serverSpans.Select(span => (span.TraceId, span.ParentSpanId)).Order());
        Assert.Equal(clientSpans.Select(span => span.TraceId).Order(), logs.Select(log => log.TraceId).Order());
        Assert.Contains("\"GET / HTTP/1.1\" 200 - via_upstream", logs[0].Body, StringComparison.Ordinal);
        var sources = (await client.ReadSourcesAsync(Token)).Where(source => source.Name == ClientName || source.Name == ServerName).ToList();
        Assert.Equal(2, sources.Count);
        Assert.All(sources, source => Assert.True(source is { HasLogs: true, HasTraces: true, HasMetrics: true }));
        Assert.Empty(_messages);
    }

    [Fact]
    public async Task Requests_arrive_over_gRPC_too()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        await using var exporter = new TelemetryExporter(new TelemetryExporterOptions(), TimeProvider.System, _messages.Enqueue);
        exporter.SendTo(new OtlpTarget(connection.OtlpGrpcUrl, connection.OtlpApiKey) { IsGrpc = true });
        Write(exporter, 5);
        using var client = new DashboardClient(connection);

        var spans = await ReadAsync(() => client.ReadSpansAsync(ServerName, cancellationToken: Token), 5);

        Assert.Equal(5, spans.Count);
        Assert.Empty(_messages);
    }

    [Fact]
    public async Task Wrong_key_is_reported_over_gRPC_too()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        await using (var exporter = new TelemetryExporter(new TelemetryExporterOptions(), TimeProvider.System, _messages.Enqueue))
        {
            exporter.SendTo(new OtlpTarget(connection.OtlpGrpcUrl, "wrong") { IsGrpc = true });
            Write(exporter, 1);
        }

        Assert.Contains("refused the API key", Assert.Single(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_error_is_shown_as_an_error()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        await using var exporter = Exporter(connection);
        Assert.All(_records.Pair(503), record => Assert.True(exporter.TryWrite(record)));
        using var client = new DashboardClient(connection);

        var spans = await ReadAsync(() => client.ReadSpansAsync(ServerName, cancellationToken: Token), 1);

        Assert.True(spans.Single().IsError);
        Assert.Equal("503", spans.Single().Attributes["http.status_code"]);
    }

    [Fact]
    public async Task Wrong_key_is_reported_and_nothing_arrives()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        await using (var exporter = Exporter(connection with { OtlpApiKey = "wrong" }))
        {
            Write(exporter, 1);
        }

        using var client = new DashboardClient(connection);
        Assert.Contains("refused the API key (401)", Assert.Single(_messages), StringComparison.Ordinal);
        Assert.Empty(await client.ReadSpansAsync(ClientName, cancellationToken: Token));
    }

    [Fact]
    public async Task Dashboard_that_dies_costs_no_request_and_spans_resume_when_it_is_back()
    {
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var dashboard = await DashboardFixture.LaunchAsync(message => _ = message.Contains("is back", StringComparison.Ordinal) && back.TrySetResult());
        await using var exporter = Exporter(dashboard.Connection);
        using (var process = Process.GetProcessById(dashboard.ProcessId))
        {
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        Write(exporter, 50);
        await back.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Token);

        using var client = new DashboardClient(dashboard.Connection);
        var spans = await ReadAsync(() => client.ReadSpansAsync(ClientName, cancellationToken: Token), 50);
        Assert.Equal(50, spans.Count);
        Assert.Contains(_messages, message => message.Contains("does not answer", StringComparison.Ordinal));
        Assert.Equal(0, exporter.Counters.Dropped);
    }

    private TelemetryExporter Exporter(DashboardConnection connection)
    {
        var exporter = new TelemetryExporter(new TelemetryExporterOptions(), TimeProvider.System, _messages.Enqueue);
        exporter.SendTo(connection.Otlp);
        return exporter;
    }

    private void Write(TelemetryExporter exporter, int pairs) =>
        Assert.All(Enumerable.Range(0, pairs).SelectMany(_ => _records.Pair()), record => Assert.True(exporter.TryWrite(record)));

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(Func<Task<IReadOnlyList<T>>> read, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        IReadOnlyList<T> found = [];
        while (found.Count < count && !limit.IsCancellationRequested)
        {
            found = await read();
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Token);
        }

        Assert.Equal(count, found.Count);
        return found;
    }
}
