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
}
