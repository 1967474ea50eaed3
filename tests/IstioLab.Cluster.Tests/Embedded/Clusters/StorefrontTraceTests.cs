using System.Collections.Concurrent;
using IstioLab.Cluster.Dashboards;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Tests.Dashboards;
using k8s;

namespace IstioLab.Cluster.Tests.Embedded.Clusters;

/// <summary>A page view of the storefront lab in the real Aspire dashboard: one tree of four spans over three workloads.</summary>
public sealed class StorefrontTraceTests(DashboardFixture fixture)
{
    private static readonly string[] Command = ["curl", "-s", "-H", "x-user-tier: gold", "http://storefront/coffee"];

    private readonly ConcurrentQueue<string> _messages = new();

    [Fact]
    public async Task Page_view_is_one_tree_from_the_shopper_to_the_canary()
    {
        var connection = (await fixture.SharedAsync()).Connection;
        await using var exporter = new TelemetryExporter(new TelemetryExporterOptions(), TimeProvider.System, _messages.Enqueue);
        exporter.SendTo(connection.Otlp);
        await using var cluster = await ClusterFixture.StartAsync(options => options with { Telemetry = exporter });
        await cluster.ApplyAsync(ClusterFixture.LabFile("storefront", "01-shop.yaml"), ClusterFixture.LabFile("storefront", "03-gold-users.yaml"));
        await cluster.UntilPodsAsync(4, 2, "shop");

        var answer = await CurlAsync(cluster);

        var trace = answer.TrimEnd('\n').Split(' ')[^1];
        Assert.StartsWith("pricing-v2\n", answer, StringComparison.Ordinal);
        using var client = new DashboardClient(connection);
        var spans = await SpansAsync(client, trace);
        var root = Assert.Single(spans, span => span.ParentSpanId.Length == 0);
        string[] expected = ["shopper", "storefront", "storefront", "pricing-v2"];
        var at = root;
        foreach (var workload in expected)
        {
            Assert.Equal(workload, at.Workload);
            at = spans.SingleOrDefault(span => span.ParentSpanId == at.SpanId);
        }

        Assert.Equal(default, at);
        Assert.Empty(_messages);
    }

    private static async Task<string> CurlAsync(ClusterFixture cluster)
    {
        var pod = (await cluster.Client.ListNamespacedPodAsync("shop", labelSelector: "app=shopper", cancellationToken: ClusterFixture.Token)).Items.Single();
        var output = "";
        await cluster.Client.NamespacedPodExecAsync(pod.Metadata.Name, "shop", "curl", Command, false, async (_, stdout, _) =>
            output = await new StreamReader(stdout).ReadToEndAsync(ClusterFixture.Token), ClusterFixture.Token);
        return output;
    }

    private static async Task<IReadOnlyList<(string Workload, string SpanId, string ParentSpanId)>> SpansAsync(DashboardClient client, string trace)
    {
        List<(string Workload, string SpanId, string ParentSpanId)> spans = [];
        await ClusterFixture.UntilAsync(
            async () =>
            {
                spans.Clear();
                foreach (var workload in (string[])["shopper", "storefront", "pricing-v2"])
                {
                    var read = await client.ReadSpansAsync(workload, cancellationToken: ClusterFixture.Token);
                    spans.AddRange(read.Where(span => span.TraceId == trace).Select(span => (workload, span.SpanId, span.ParentSpanId)));
                }

                return spans.Count >= 4;
            },
            () => $"{spans.Count} of 4 spans of trace '{trace}'");
        return spans;
    }
}
