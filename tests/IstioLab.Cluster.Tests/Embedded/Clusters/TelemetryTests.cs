using System.Collections.Concurrent;
using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Tests.Dashboards;
using IstioLab.Config.Injection;

namespace IstioLab.Cluster.Tests.Embedded.Clusters;

/// <summary>The canary lab's traffic in the real Aspire dashboard.</summary>
public sealed class TelemetryTests(DashboardFixture fixture)
{
    private const int Requests = 200;

    private readonly ConcurrentQueue<string> _messages = new();

    [Fact]
    public async Task Each_request_is_one_trace_of_a_client_and_a_server_span_and_versions_add_up()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        await using var exporter = new TelemetryExporter(new TelemetryExporterOptions(), TimeProvider.System, _messages.Enqueue);
        exporter.SendTo(connection.Otlp);
        await using var cluster = await ClusterFixture.StartAsync(options => options with { Telemetry = exporter });
        await DeployAsync(cluster);

        var bodies = await cluster.CurlAsync(Requests);

        using var client = new DashboardClient(connection);
        var (calls, first, second) = await SpansAsync(client);
        Assert.Equal(Requests, calls.Select(span => span.TraceId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            calls.Select(span => (span.TraceId, span.SpanId)).Order(),
            first.Concat(second).Select(span => (span.TraceId, span.ParentSpanId)).Order());
        Assert.Equal((bodies.GetValueOrDefault("c1"), bodies.GetValueOrDefault("c2")), (first.Count, second.Count));
        Assert.All(calls, span => Assert.Equal(("apps-svc-all-vs:80/*", 3), (span.Name, span.Kind)));
        Assert.All(first.Concat(second), span => Assert.Equal(2, span.Kind));
        Assert.Equal(2 * Requests, exporter.Counters.Accepted);
        Assert.Empty(_messages);
    }

    private static async Task DeployAsync(ClusterFixture cluster)
    {
        var text = await File.ReadAllTextAsync(ClusterFixture.LabFile("canary", "01-deploy-apps.yaml"), ClusterFixture.Token);
        var applied = await cluster.KubectlAsync(["apply", "-f", "-"], new SidecarInjector(new InjectionOptions()).InjectFile(text).Text);
        Assert.True(applied.ExitCode == 0, applied.Error);
        await cluster.UntilPodsAsync(3, 2);
        await cluster.ApplyAsync(ClusterFixture.LabFile("canary", "02-apps-vs.yaml"));
    }

    private static async Task<(IReadOnlyList<TelemetrySpan> Calls, IReadOnlyList<TelemetrySpan> First, IReadOnlyList<TelemetrySpan> Second)> SpansAsync(
        DashboardClient client)
    {
        IReadOnlyList<TelemetrySpan> calls = [], first = [], second = [];
        await ClusterFixture.UntilAsync(
            async () =>
            {
                calls = await client.ReadSpansAsync("apps-client", cancellationToken: ClusterFixture.Token);
                first = await client.ReadSpansAsync("apps-v1", cancellationToken: ClusterFixture.Token);
                second = await client.ReadSpansAsync("apps-v2", cancellationToken: ClusterFixture.Token);
                return calls.Count >= Requests && first.Count + second.Count >= Requests;
            },
            () => $"{calls.Count} spans of apps-client, {first.Count} of apps-v1, {second.Count} of apps-v2");
        return (calls, first, second);
    }
}
