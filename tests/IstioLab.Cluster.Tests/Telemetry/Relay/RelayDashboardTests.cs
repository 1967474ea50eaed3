using System.Collections.Concurrent;
using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Cluster.Tests.Dashboards;
using OpenTelemetry.Exporter;

namespace IstioLab.Cluster.Tests.Telemetry.Relay;

/// <summary>The real OpenTelemetry SDK in front of the relay, the real dashboard behind it.</summary>
public sealed class RelayDashboardTests(DashboardFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _messages = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public async Task Spans_logs_and_metrics_of_an_application_arrive(OtlpExportProtocol protocol)
    {
        var connection = (await fixture.SharedAsync()).Connection;
        await using var relay = await StartAsync(connection.Otlp, token: "the-token");
        using var sender = new SdkSender(relay, protocol, "the-token");

        var trace = sender.Send();
        sender.Flush();

        using var client = new DashboardClient(connection);
        var source = await FindAsync(client, sender.Service, found => found is { HasTraces: true, HasLogs: true, HasMetrics: true });
        Assert.NotNull(source);
        Assert.Equal("work", Assert.Single(await client.ReadSpansAsync(sender.Service, trace, cancellationToken: Token)).Name);
        Assert.Equal("stock is low", Assert.Single(await client.ReadLogsAsync(sender.Service, trace, cancellationToken: Token)).Body);
        Assert.Equal(1, relay.SpansByService[sender.Service]);
        Assert.Null(relay.Counters.LastProblem);
        Assert.Empty(_messages);
    }

    [Fact]
    public async Task Wrong_key_is_survived_and_reported_with_what_to_type()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        await using var relay = await StartAsync(connection.Otlp with { ApiKey = "wrong" });
        using var sender = new SdkSender(relay, OtlpExportProtocol.Grpc);

        sender.Send();
        sender.Flush();
        await WaitAsync(() => relay.Counters.LastProblem is not null);

        Assert.Contains("refused the API key (401)", relay.Counters.LastProblem, StringComparison.Ordinal);
        Assert.Contains("DASHBOARD__OTLP__PRIMARYAPIKEY", Assert.Single(_messages), StringComparison.Ordinal);

        relay.SendTo(connection.Otlp);
        sender.Send();
        sender.Flush();

        using var client = new DashboardClient(connection);
        Assert.NotNull(await FindAsync(client, sender.Service, found => found.HasTraces));
        await WaitAsync(() => relay.Counters.LastProblem is null);
        Assert.Contains("delivered again", _messages.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_dashboard_is_survived_and_what_waited_reaches_the_next_one()
    {
        var stopped = await DashboardFixture.LaunchAsync(_messages.Enqueue);
        await using var relay = await StartAsync(stopped.Connection.Otlp);
        await stopped.DisposeAsync();
        using var sender = new SdkSender(relay, OtlpExportProtocol.HttpProtobuf);

        var trace = sender.Send();
        sender.Flush();
        await WaitAsync(() => relay.Counters.LastProblem is not null);

        Assert.Contains("does not answer", relay.Counters.LastProblem, StringComparison.Ordinal);
        Assert.Contains("'./lab status'", relay.Counters.LastProblem, StringComparison.Ordinal);
        var next = (await fixture.SharedAsync()).Connection;
        relay.SendTo(next.Otlp);
        using var client = new DashboardClient(next);
        Assert.NotNull(await FindAsync(client, sender.Service, found => found.HasTraces));
        Assert.Single(await client.ReadSpansAsync(sender.Service, trace, cancellationToken: Token));
        Assert.Equal(0, relay.Counters.Dropped);
    }

    private Task<OtlpRelay> StartAsync(OtlpTarget target, string? token = null) => RelayFixture.StartAsync(target, _messages.Enqueue, token);

    private static async Task<TelemetrySource?> FindAsync(DashboardClient client, string service, Func<TelemetrySource, bool> complete)
    {
        TelemetrySource? source = null;
        await WaitAsync(async () =>
        {
            source = (await client.ReadSourcesAsync(Token)).FirstOrDefault(entry => entry.Name == service);
            return source is not null && complete(source);
        });
        return source;
    }

    private static Task WaitAsync(Func<bool> condition) => WaitAsync(() => Task.FromResult(condition()));

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Limit);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }
}
