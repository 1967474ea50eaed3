using System.Net;
using System.Text.Json;
using IstioLab.Config.Discovery;
using IstioLab.Proxy.Tests.Mesh;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class AdminTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readiness_follows_the_first_snapshot()
    {
        await using var mesh = await TestMesh.StartAsync();
        var pod = await mesh.AddPodAsync("server", "server");
        using var kubelet = PodClient.Of(mesh.Network.Attach(IPAddress.Parse("10.0.0.1"), "node"));
        var probe = new Uri($"http://{pod.Address}:15021/healthz/ready");

        using var before = await kubelet.GetAsync(probe, Token);
        mesh.Push();
        using var after = await kubelet.GetAsync(probe, Token);

        Assert.Equal((503, 200), ((int)before.StatusCode, (int)after.StatusCode));
    }

    [Fact]
    public async Task Config_dump_shows_listeners_routes_clusters_and_endpoints()
    {
        await using var mesh = await TestMesh.StartAsync();
        var pod = await mesh.AddPodAsync("server", "server");
        mesh.Service("server", "10.96.0.1");

        using var dump = JsonDocument.Parse(await pod.Client.GetStringAsync(new Uri("http://127.0.0.1:15000/config_dump"), Token));

        var root = dump.RootElement;
        Assert.Equal("sidecar~10.244.0.2~server.shop~shop.svc.cluster.local", root.GetProperty("server").GetProperty("nodeId").GetString());
        Assert.Contains(root.GetProperty("listeners").EnumerateArray(), listener => listener.GetProperty("name").GetString() == "0.0.0.0_80");
        Assert.Contains(root.GetProperty("routes").EnumerateArray(), routes => routes.GetProperty("name").GetString() == "80");
        Assert.Contains(
            root.GetProperty("clusters").EnumerateArray(),
            cluster => cluster.GetProperty("name").GetString() == "outbound|80||server.shop.svc.cluster.local");
        var endpoint = Assert.Single(root.GetProperty("endpoints").EnumerateArray());
        Assert.Equal("10.244.0.2:8080", endpoint.GetProperty("address").GetString());
        Assert.Equal("HEALTHY", endpoint.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Stats_have_the_names_that_the_mesh_gives_to_clusters_and_sum_what_has_one_name()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("server", "server");
        mesh.Service("server", "10.96.0.1");
        mesh.With(MeshSettings.Default with { OutboundClusterStatName = "%SERVICE%_%SERVICE_PORT%%SUBSET_NAME%" });
        mesh.Apply("""
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: server, namespace: shop }
            spec: { host: server, subsets: [ { name: v1, labels: { version: v1 } } ] }
            """);
        await client.Client.GetStringAsync("http://10.96.0.1/", "server", Token);

        var named = await client.Client.GetStringAsync(new Uri("http://127.0.0.1:15000/stats?filter=upstream_rq_total"), Token);
        mesh.With(MeshSettings.Default with { OutboundClusterStatName = "%SERVICE_NAME%" });
        var summed = await client.Client.GetStringAsync(new Uri("http://127.0.0.1:15000/stats?filter=server;.membership_total"), Token);

        Assert.Contains("cluster.server.shop_80;.upstream_rq_total: 1\n", named, StringComparison.Ordinal);
        Assert.Contains("cluster.server.shop_80v1;.upstream_rq_total: 0\n", named, StringComparison.Ordinal);
        Assert.Equal("cluster.server;.membership_total: 2\n", summed);
    }

    [Fact]
    public async Task Metrics_count_requests_on_both_sides()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var server = await mesh.AddPodAsync("server", "server");
        mesh.Service("server", "10.96.0.1");
        for (var i = 0; i < 3; i++)
            await client.Client.GetStringAsync("http://10.96.0.1/", "server", Token);
        await Wait.ForAsync(() => client.Records.Count == 3 && server.Records.Count == 3);

        var source = await client.Client.GetStringAsync(new Uri("http://127.0.0.1:15090/stats/prometheus"), Token);
        var destination = await server.Client.GetStringAsync(new Uri("http://127.0.0.1:15020/stats/prometheus"), Token);

        Assert.Matches("""istio_requests_total\{reporter="source",source_workload="client",.*response_code="200",response_flags="-",connection_security_policy="unknown"\} 3""", source);
        Assert.Matches("""istio_requests_total\{reporter="destination",source_workload="client",.*connection_security_policy="none"\} 3""", destination);
    }
}
