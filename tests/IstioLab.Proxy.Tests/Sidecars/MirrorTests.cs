using IstioLab.Proxy.Tests.Mesh;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class MirrorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http", "HTTP/1.1")]
    [InlineData("http2", "HTTP/2")]
    public async Task Copy_speaks_what_its_service_speaks(string portName, string protocol)
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("server", "server");
        var shadow = await mesh.AddPodAsync("shadow", "shadow", sidecar: false);
        mesh.Service("server", "10.96.0.1");
        mesh.Service("shadow", "10.96.0.2", portName: portName);
        mesh.Apply("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: rules, namespace: shop }
            spec:
              hosts: [server]
              http:
              - route: [{ destination: { host: server } }]
                mirror: { host: shadow }
            """);

        Assert.Equal("server", await client.Client.GetStringAsync("http://10.96.0.1/", "server", Token));

        await Wait.ForAsync(() => shadow.Received.Count == 1);
        Assert.Equal((protocol, "server"), (Assert.Single(shadow.Received).Protocol, shadow.Received.First().Host));
    }

    [Fact]
    public async Task Copies_keep_to_the_limits_of_their_cluster()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("server", "server");
        var shadow = await mesh.AddPodAsync(
            "shadow", "shadow", sidecar: false, handler: context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        mesh.Service("server", "10.96.0.1");
        mesh.Service("shadow", "10.96.0.2");
        mesh.Apply("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: rules, namespace: shop }
            spec:
              hosts: [server]
              http:
              - route: [{ destination: { host: server } }]
                mirror: { host: shadow }
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: rules, namespace: shop }
            spec:
              host: shadow
              trafficPolicy: { connectionPool: { http: { http2MaxRequests: 1 } } }
            """);

        for (var sent = 0; sent < 5; sent++)
            Assert.Equal("server", await client.Client.GetStringAsync("http://10.96.0.1/", "server", Token));

        await Wait.ForAsync(() => !shadow.Received.IsEmpty);
        Assert.Single(shadow.Received);
    }
}
