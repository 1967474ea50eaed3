using System.Collections.Concurrent;
using IstioLab.Proxy.Tests.Mesh;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class RetryTests
{
    private const int Requests = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The mesh draws from a seed. One in 64 retries meets the failing endpoint six times in a row where previous hosts are avoided, half of them otherwise.
    [Theory]
    [InlineData("", 0, 3)]
    [InlineData(", retryIgnorePreviousHosts: false", 5, 30)]
    public async Task Retry_goes_to_an_endpoint_that_was_not_tried(string option, int fewest, int most)
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("good", "server");
        var bad = await mesh.AddPodAsync("bad", "server", handler: context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        mesh.Service("server", "10.96.0.1");
        mesh.Apply($$"""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: rules, namespace: shop }
            spec:
              hosts: [server]
              http:
              - route: [{ destination: { host: server } }]
                retries: { attempts: 1, retryOn: 5xx, backoff: 1ms{{option}} }
            """);

        var failed = 0;
        for (var sent = 0; sent < Requests; sent++)
        {
            using var response = await client.Client.GetAsync("http://10.96.0.1/", "server", Token);
            failed += response.IsSuccessStatusCode ? 0 : 1;
        }

        Assert.InRange(failed, fewest, most);
        Assert.NotEmpty(bad.Received);
    }

    // Istio has Envoy bring the list of tried localities up to date after every second attempt; when none is left, it starts anew.
    [Theory]
    [InlineData(1, "", "near near")]
    [InlineData(3, ", retryRemoteLocalities: true", "near near middle middle")]
    [InlineData(7, ", retryRemoteLocalities: true", "near near middle middle far far near near")]
    [InlineData(8, ", retryRemoteLocalities: true", "near near middle middle far far near near middle")]
    [InlineData(4, ", retryRemoteLocalities: false", "near near near near near")]
    public async Task Retry_leaves_the_localities_out_that_were_tried(int attempts, string option, string expected)
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client", locality: "west/a");
        var tried = new ConcurrentQueue<string>();
        foreach (var (name, locality) in new[] { ("near", "west/a"), ("middle", "west/b"), ("far", "east/c") })
        {
            await mesh.AddPodAsync(name, "server", locality: locality, handler: context =>
            {
                tried.Enqueue(name);
                context.Response.StatusCode = 418;
                return Task.CompletedTask;
            });
        }
        mesh.Service("server", "10.96.0.1");
        mesh.Apply($$"""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: rules, namespace: shop }
            spec:
              hosts: [server]
              http:
              - route: [{ destination: { host: server } }]
                retries: { attempts: {{attempts}}, retryOn: '418', backoff: 1ms{{option}} }
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: rules, namespace: shop }
            spec:
              host: server
              trafficPolicy:
                outlierDetection: { consecutive5xxErrors: 5 }
            """);

        using var response = await client.Client.GetAsync("http://10.96.0.1/", "server", Token);

        Assert.Equal(expected, string.Join(' ', tried));
    }
}
