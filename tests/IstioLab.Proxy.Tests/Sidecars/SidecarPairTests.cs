using IstioLab.Proxy.Telemetry;
using IstioLab.Proxy.Tests.Mesh;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class SidecarPairTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Weights_90_to_10_give_about_that_split()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("apps-v1", "apps-v1");
        await mesh.AddPodAsync("apps-v2", "apps-v2");
        mesh.Service("apps-v1", "10.96.0.1");
        mesh.Service("apps-v2", "10.96.0.2");
        mesh.Service("apps", "10.96.0.3");
        mesh.Apply("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: apps, namespace: shop }
            spec:
              hosts: [apps]
              http:
              - route:
                - destination: { host: apps-v1 }
                  weight: 90
                - destination: { host: apps-v2 }
                  weight: 10
            """);

        var first = 0;
        for (var i = 0; i < 1000; i++)
            first += await client.Client.GetStringAsync("http://10.96.0.3/", "apps", Token) == "apps-v1" ? 1 : 0;

        // 900 +- 4.9 standard deviations of 9.49: outside once in a million.
        Assert.InRange(first, 853, 947);
    }

    [Fact]
    public async Task Request_passes_both_sidecars_with_one_trace_and_istios_headers()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var server = await mesh.AddPodAsync("server", "server");
        mesh.Service("server", "10.96.0.1");

        using var response = await client.Client.GetAsync("http://10.96.0.1/a?b=1", "server", Token);

        Assert.Equal("server", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("envoy", response.Headers.Server.ToString());
        Assert.True(response.Headers.Contains("x-envoy-upstream-service-time"));
        Assert.False(response.Headers.Contains("x-envoy-decorator-operation"));
        var received = Assert.Single(server.Received);
        Assert.Equal("/a?b=1", received.Target);
        Assert.Equal("server", received.Host);
        Assert.Equal("http", received.Headers["x-forwarded-proto"]);
        Assert.Equal("1", received.Headers["x-envoy-attempt-count"]);
        Assert.DoesNotContain("x-envoy-decorator-operation", received.Headers.Keys);
        await Wait.ForAsync(() => server.Records.Count == 1 && client.Records.Count == 1);
        var source = Assert.Single(client.Records);
        var destination = Assert.Single(server.Records);
        Assert.Equal(source.TraceId, destination.TraceId);
        Assert.Equal(source.SpanId, destination.ParentSpanId);
        Assert.Equal(received.Headers["x-request-id"], source.RequestId);
        Assert.Equal(source.RequestId, destination.RequestId);
        Assert.Equal("server.shop.svc.cluster.local:80/*", source.OperationName);
        Assert.Equal(source.OperationName, destination.OperationName);
        Assert.Equal((ReporterKind.Source, ReporterKind.Destination), (source.Reporter, destination.Reporter));
        Assert.Equal(("client", "server"), (source.Source.Workload, source.Destination.Workload));
        Assert.Equal(("client", "server"), (destination.Source.Workload, destination.Destination.Workload));
        Assert.Equal("server.shop.svc.cluster.local", source.DestinationService);
        Assert.Equal(source.DestinationService, destination.DestinationService);
        Assert.Equal("outbound|80||server.shop.svc.cluster.local", source.UpstreamCluster);
        Assert.Equal("inbound|8080||", destination.UpstreamCluster);
    }

    [Fact]
    public async Task Access_log_has_istios_format_on_both_sides()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var server = await mesh.AddPodAsync("server", "server");
        mesh.Service("server", "10.96.0.1");

        await client.Client.GetStringAsync("http://10.96.0.1/a", "server", Token);

        await Wait.ForAsync(() => server.AccessLog.Count == 1 && client.AccessLog.Count == 1);
        Assert.Matches(
            """^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\] "GET /a HTTP/1.1" 200 - via_upstream - "-" 0 6 \d+ \d+ "-" "-" "[0-9a-f-]{36}" "server" "10\.244\.0\.3:8080" outbound\|80\|\|server\.shop\.svc\.cluster\.local 10\.244\.0\.2:\d+ 10\.96\.0\.1:80 10\.244\.0\.2:\d+ - default\n$""",
            Assert.Single(client.AccessLog));
        Assert.Matches(
            """^\[[^]]+\] "GET /a HTTP/1.1" 200 - via_upstream - "-" 0 6 \d+ \d+ "-" "-" "[0-9a-f-]{36}" "server" "10\.244\.0\.3:8080" inbound\|8080\|\| 127\.0\.0\.6:\d+ 10\.244\.0\.3:8080 10\.244\.0\.2:\d+ - default\n$""",
            Assert.Single(server.AccessLog));
    }

    [Fact]
    public async Task Client_without_sidecar_sees_the_servers_sidecar_and_no_rules()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client", sidecar: false);
        var server = await mesh.AddPodAsync("server", "server");
        mesh.Service("server", "10.96.0.1");

        using var response = await client.Client.GetAsync("http://10.244.0.3:8080/", "server", Token);

        Assert.Equal("istio-envoy", response.Headers.Server.ToString());
        Assert.Equal("server.shop.svc.cluster.local:80/*", response.Headers.GetValues("x-envoy-decorator-operation").Single());
        await Wait.ForAsync(() => server.Records.Count == 1);
        Assert.Equal("unknown", Assert.Single(server.Records).Source.Workload);
    }

    [Fact]
    public async Task Body_of_many_sizes_arrives_whole_and_is_counted()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var server = await mesh.AddPodAsync("server", "server", handler: EchoLength.AnswerAsync);
        mesh.Service("server", "10.96.0.1");

        foreach (var size in new[] { 0, 1, 1024, 100_000, 3_000_000 })
        {
            foreach (var chunked in new[] { false, true })
            {
                client.Records.Clear();
                using var request = new HttpRequestMessage(HttpMethod.Post, "http://10.96.0.1/") { Content = new ByteArrayContent(new byte[size]) };
                request.Headers.Host = "server";
                request.Headers.TransferEncodingChunked = chunked;
                using var response = await client.Client.SendAsync(request, Token);
                Assert.Equal(size.ToString(System.Globalization.CultureInfo.InvariantCulture), await response.Content.ReadAsStringAsync(Token));
                await Wait.ForAsync(() => client.Records.Count == 1);
                Assert.Equal(size, Assert.Single(client.Records).BytesReceived);
            }
        }
    }
}
