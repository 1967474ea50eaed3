using System.Net;
using IstioLab.Proxy.Tests.Mesh;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class GatewayProxyTests
{
    private const string Cluster = "outbound|80||server.shop.svc.cluster.local";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_outside_of_the_mesh_reaches_it_without_the_headers_of_the_mesh()
    {
        await using var mesh = await TestMesh.StartAsync();
        var server = await mesh.AddPodAsync("server", "server");
        mesh.Service("server", "10.96.0.1");
        await using var gateway = await StartAsync(mesh);
        var outside = await mesh.AddPodAsync("outside", "outside", sidecar: false);
        gateway.Open("shop.example", Cluster);
        var (browser, address) = (outside.Client, $"{gateway.Proxy.Options.Pod.Address}:8080");

        using var response = await browser.GetAsync($"http://{address}/a", "shop.example", Token, ("x-envoy-force-trace", "1"));
        using var unknown = await browser.GetAsync($"http://{address}/a", "other.example", Token);

        Assert.Equal("server", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("istio-envoy", response.Headers.Server.ToString());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        var received = Assert.Single(server.Received);
        Assert.Equal("shop.example", received.Host);
        Assert.Equal(outside.Network.Address.ToString(), received.Headers["x-forwarded-for"]);
        Assert.Equal("true", received.Headers["x-envoy-internal"]);
        Assert.DoesNotContain("x-envoy-force-trace", received.Headers.Keys);
    }

    [Fact]
    public async Task Pod_port_opens_and_closes_with_the_gateway()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client", sidecar: false);
        await mesh.AddPodAsync("server", "server");
        mesh.Service("server", "10.96.0.1");
        await using var gateway = await StartAsync(mesh);

        gateway.Open("shop.example", Cluster);
        var body = await client.Client.GetStringAsync($"http://{gateway.Proxy.Options.Pod.Address}:8080/", "shop.example", Token);
        gateway.Close();

        Assert.Equal("server", body);
        await Wait.ForAsync(() => !gateway.Proxy.Options.Pod.IsListening(8080));
    }

    private static Task<TestGateway> StartAsync(TestMesh mesh) => TestGateway.StartAsync(mesh, "10.244.9.1");
}
