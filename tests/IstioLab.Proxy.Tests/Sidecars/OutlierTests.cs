using IstioLab.Proxy.Tests.Mesh;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class OutlierTests
{
    private const string Rule = """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: rules, namespace: shop }
        spec:
          host: server
          trafficPolicy:
            outlierDetection: { consecutive5xxErrors: 3, interval: 1s, baseEjectionTime: 30s, maxEjectionPercent: 100 }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failing_endpoint_is_ejected_and_comes_back_after_its_time()
    {
        var time = new FakeTimeProvider();
        await using var mesh = await TestMesh.StartAsync(time);
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("good", "server");
        var broken = true;
        var bad = await mesh.AddPodAsync("bad", "server", handler: context =>
        {
            context.Response.StatusCode = broken ? 500 : 200;
            return Task.CompletedTask;
        });
        mesh.Service("server", "10.96.0.1");
        mesh.Apply(Rule);

        var failures = await CountFailuresAsync(client, 60);
        Assert.Equal(3, failures);
        Assert.Equal(3, bad.Received.Count);

        broken = false;
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, await CountFailuresAsync(client, 30));
        Assert.Equal(3, bad.Received.Count);

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, await CountFailuresAsync(client, 30));
        Assert.True(bad.Received.Count > 3);
    }

    [Fact]
    public async Task All_endpoints_ejected_gives_no_healthy_upstream()
    {
        var time = new FakeTimeProvider();
        await using var mesh = await TestMesh.StartAsync(time);
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("bad", "server", handler: context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        mesh.Service("server", "10.96.0.1");
        mesh.Apply(Rule);

        Assert.Equal(4, await CountFailuresAsync(client, 4));

        await Wait.ForAsync(() => client.Records.Count == 4);
        Assert.Equal(["-", "-", "-", "UH"], client.Records.Select(record => record.ResponseFlags));
    }

    private static async Task<int> CountFailuresAsync(TestPod client, int requests)
    {
        var failures = 0;
        for (var i = 0; i < requests; i++)
        {
            using var response = await client.Client.GetAsync("http://10.96.0.1/", "server", Token);
            failures += (int)response.StatusCode >= StatusCodes.Status500InternalServerError ? 1 : 0;
        }
        return failures;
    }
}
