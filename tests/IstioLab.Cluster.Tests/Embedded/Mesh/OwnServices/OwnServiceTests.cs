using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Tests.Embedded.Clusters;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IstioLab.Cluster.Tests.Embedded.Mesh.OwnServices;

/// <summary>Processes of this machine in the mesh, without a pod of their own.</summary>
public sealed class OwnServiceTests
{
    private const string Entries = "workloadentries.networking.istio.io";

    private const string Service = """
        {"metadata": {"name": "pricing"}, "spec": {"selector": {"app": "pricing"}, "ports": [{"name": "http", "port": 80, "targetPort": 8080}]}}
        """;

    private const string GrpcService = """
        {"metadata": {"name": "prices"}, "spec": {"selector": {"app": "prices"}, "ports": [{"name": "grpc", "port": 50051}]}}
        """;

    private const string Bank = """
        {"metadata": {"name": "bank"}, "spec": {"hosts": ["bank.example"], "location": "MESH_INTERNAL", "resolution": "STATIC",
          "ports": [{"number": 8080, "name": "http", "protocol": "HTTP"}], "workloadSelector": {"labels": {"app": "bank"}}}}
        """;

    private const string Versions = """
        {"metadata": {"name": "pricing"}, "spec": {"host": "pricing", "subsets": [
          {"name": "v1", "labels": {"version": "v1"}}, {"name": "v2", "labels": {"version": "v2"}}]}}
        """;

    private const string Routes = """
        {"metadata": {"name": "pricing"}, "spec": {"hosts": ["pricing"], "http": [
          {"match": [{"headers": {"x-user-tier": {"exact": "gold"}}}], "route": [{"destination": {"host": "pricing", "subset": "v2"}}]},
          {"route": [{"destination": {"host": "pricing", "subset": "v1"}}]}]}}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_of_a_process_take_the_routes_of_its_namespace_to_other_processes()
    {
        var log = new ExchangeCollector();
        await using var lab = await ClusterFixture.StartAsync(options => options with { Telemetry = log });
        await using var v1 = await LoopbackProcess.StartAsync(context => context.Response.WriteAsync($"v1 {context.Request.Host}"));
        await using var v2 = await LoopbackProcess.StartAsync(context => context.Response.WriteAsync("v2"));
        await using var shop = await LoopbackProcess.StartAsync(context => context.Response.WriteAsync("shop"));
        await CreateAsync(lab, "services", Service);
        await CreateAsync(lab, "destinationrules.networking.istio.io", Versions);
        await CreateAsync(lab, "virtualservices.networking.istio.io", Routes);
        await JoinAsync(lab, "pricing-v1", "pricing", "v1", "10.246.0.1", v1.Port);
        await JoinAsync(lab, "pricing-v2", "pricing", "v2", "10.246.0.2", v2.Port);
        var proxy = await JoinAsync(lab, "storefront", "storefront", "v1", "10.246.0.3", shop.Port);

        using var client = ClientOf(proxy);
        Assert.Equal("v1 pricing", await client.GetStringAsync("http://pricing/", Token));
        using var gold = new HttpRequestMessage(HttpMethod.Get, "http://pricing.default.svc.cluster.local/")
        {
            Headers = { { "x-user-tier", "gold" }, { "x-request-id", "one" } },
        };
        using var answer = await client.SendAsync(gold, Token);
        Assert.Equal("v2", await answer.Content.ReadAsStringAsync(Token));

        var records = await log.OfAsync("one", 2);
        Assert.Equal(["storefront.default", "pricing.default"], records.Select(record => record.Resource.ServiceName));
        Assert.Equal(["storefront", "pricing-v2"], records.Select(record => record.Resource.WorkloadName));
        Assert.Equal(records[0].SpanId, records[1].ParentSpanId);
        Assert.Equal("outbound|80|v2|pricing.default.svc.cluster.local", records[0].UpstreamCluster);
        Assert.Equal("pricing-v2", records[0].Destination.Workload);
        Assert.Equal("storefront", records[1].Source.Workload);
    }

    [Fact]
    public async Task Sidecar_follows_its_entry_and_keeps_the_port()
    {
        await using var lab = await ClusterFixture.StartAsync();
        await using var first = await LoopbackProcess.StartAsync(context => context.Response.WriteAsync("first"));
        await using var second = await LoopbackProcess.StartAsync(context => context.Response.WriteAsync("second"));
        await CreateAsync(lab, "services", Service);
        var proxy = await JoinAsync(lab, "pricing-v1", "pricing", "v1", "10.246.0.1", first.Port);
        using var client = ClientOf(proxy);
        Assert.Equal("first", await client.GetStringAsync("http://pricing/", Token));

        await SetAsync(lab, "pricing-v1", "istiolab.dev/host-port", $"{second.Port}");
        await ClusterFixture.UntilAsync(async () => await TryGetAsync(client) == "second", () => "the other process did not answer");
        Assert.Equal(proxy, Annotation(lab, "pricing-v1", "istiolab.dev/http-proxy"));

        await second.DisposeAsync();
        using var refused = await client.GetAsync("http://pricing/", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.StartsWith("upstream connect error or disconnect/reset before headers", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        await lab.Cluster.Api.DeleteAsync(Entries, "default", "pricing-v1", new DeleteRequest(), Token);
        await ClusterFixture.UntilAsync(async () => await TryGetAsync(client) == "refused", () => "the proxy's port still answers");
        Assert.Equal(proxy, await JoinAsync(lab, "pricing-v1", "pricing", "v1", "10.246.0.1", first.Port));
        Assert.Equal("first", await client.GetStringAsync("http://pricing/", Token));
    }

    [Theory]
    [InlineData("127.0.0.1", "5081", "spec.address '127.0.0.1' cannot be told apart in the mesh. Use an address of its own in the mesh, from 10.246.0.0/16")]
    [InlineData("10.244.3.4", "5081", "is in the range of pods (10.244.0.0/16)")]
    [InlineData("10.246.0.1", "http", "annotation 'istiolab.dev/host-port: http' is not a port: write the loopback port of the process, such as '5081'")]
    public async Task Entry_that_cannot_be_served_says_why_in_an_event(string address, string port, string message)
    {
        await using var lab = await ClusterFixture.StartAsync();
        await CreateAsync(lab, Entries, Entry("odd", "odd", "v1", address, port));

        await ClusterFixture.UntilAsync(
            () => Task.FromResult(lab.Cluster.Api.List("events", "default").Items.Any(item => item.ToNode()["message"]!.ToString().Contains(message, StringComparison.Ordinal))),
            () => string.Join("; ", lab.Cluster.Api.List("events", "default").Items.Select(item => item.ToNode()["message"]!.ToString())));
        Assert.Null(Annotation(lab, "odd", "istiolab.dev/http-proxy"));
    }

    [Fact]
    public async Task Host_with_a_port_of_its_own_takes_HTTP_2_without_TLS()
    {
        await using var lab = await ClusterFixture.StartAsync();
        await using var grpc = await LoopbackProcess.StartAsync(
            context => context.Response.WriteAsync($"{context.Request.Protocol} {context.Request.Host}"), HttpProtocols.Http2);
        await CreateAsync(lab, "services", GrpcService);
        await CreateAsync(lab, Entries, Entry("prices", "prices", "v1", "10.246.0.1", $"50051={grpc.Port}"));
        await CreateAsync(lab, Entries, Entry("shop", "shop", "v1", "10.246.0.2", "5081", "\"istiolab.dev/hosts\": \"prices:50051\","));
        await ClusterFixture.UntilAsync(() => Task.FromResult(Annotation(lab, "shop", "istiolab.dev/host-urls") is not null), () => "no URLs");
        await ClusterFixture.UntilAsync(() => Task.FromResult(Annotation(lab, "prices", "istiolab.dev/http-proxy") is not null), () => "no proxy");
        await lab.Cluster.SettledAsync(Token);

        var urls = Annotation(lab, "shop", "istiolab.dev/host-urls")!;
        Assert.StartsWith("prices:50051=http://127.0.0.1:", urls, StringComparison.Ordinal);
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Assert.Equal("HTTP/2 prices:50051", await client.GetStringAsync(urls.Split('=')[1], Token));
    }

    [Fact]
    public async Task ServiceEntry_selects_processes_by_their_labels()
    {
        await using var lab = await ClusterFixture.StartAsync();
        await using var bank = await LoopbackProcess.StartAsync(context => context.Response.WriteAsync("bank"));
        await CreateAsync(lab, "serviceentries.networking.istio.io", Bank);
        var proxy = await JoinAsync(lab, "bank", "bank", "v1", "10.246.0.1", bank.Port);

        using var client = ClientOf(proxy);

        Assert.Equal("bank", await client.GetStringAsync("http://bank.example:8080/", Token));
        using var unknown = await client.GetAsync("http://nowhere.example/", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unknown.StatusCode);
        Assert.Contains("Add a ServiceEntry with resolution DNS, or put the host into NO_PROXY", unknown.Headers.GetValues("x-istiolab-reason").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_plane_leads_to_the_pages_of_a_process()
    {
        await using var lab = await ClusterFixture.StartAsync();
        await JoinAsync(lab, "shop", "shop", "v1", "10.246.0.1", 5081);
        string? istiod = null;
        await ClusterFixture.UntilAsync(
            async () => (istiod = (await lab.PodsAsync("istio-system")).SingleOrDefault(pod =>
                pod.Name().StartsWith("istiod-", StringComparison.Ordinal) && pod.Status.ContainerStatuses?.All(status => status.Ready) == true)?.Name()) is not null,
            () => "istiod is not ready");

        await using var info = await lab.Client.ConnectGetNamespacedPodProxyWithPathAsync($"{istiod}:8080", "istio-system", "debug/proxies/default/shop/server_info", cancellationToken: Token);

        Assert.Equal("sidecar", (string?)JsonNode.Parse(info)!["type"]);
    }

    private static HttpClient ClientOf(string proxy) => new(new SocketsHttpHandler
    {
        Proxy = new WebProxy(proxy),
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    /// <summary>A sidecar that is being replaced may still answer, for a moment, that it reaches nothing.</summary>
    private static async Task<string> TryGetAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("http://pricing/", Token);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(Token) : answer.StatusCode.ToString();
        }
        catch (HttpRequestException)
        {
            return "refused";
        }
    }

    private static async Task<string> JoinAsync(ClusterFixture lab, string name, string app, string version, string address, int port)
    {
        await CreateAsync(lab, Entries, Entry(name, app, version, address, $"{port}"));
        await ClusterFixture.UntilAsync(() => Task.FromResult(Annotation(lab, name, "istiolab.dev/http-proxy") is not null), () => $"'{name}' has no proxy: {string.Join("; ", lab.Cluster.Api.List("events", "default").Items.Select(item => item.ToNode()["message"]))} {lab.Cluster.Api.Find(Entries, "default", name)?.ToNode()}");
        await lab.Cluster.SettledAsync(Token);
        return Annotation(lab, name, "istiolab.dev/http-proxy")!;
    }

    private static string Entry(string name, string app, string version, string address, string port, string more = "") => $$"""
        {
          "metadata": {
            "name": "{{name}}",
            "labels": {"app": "{{app}}", "version": "{{version}}"},
            "annotations": { {{more}} "istiolab.dev/host-port": "{{port}}" }
          },
          "spec": {"address": "{{address}}"}
        }
        """;

    private static async Task CreateAsync(ClusterFixture lab, string resource, string json) =>
        await lab.Cluster.Api.CreateAsync(resource, "default", JsonNode.Parse(json)!.AsObject(), WriteOptions.Internal, Token);

    private static string? Annotation(ClusterFixture lab, string name, string annotation) =>
        lab.Cluster.Api.Find(Entries, "default", name)?.Annotations.GetValueOrDefault(annotation);

    private static async Task SetAsync(ClusterFixture lab, string name, string annotation, string value) =>
        await lab.Cluster.Api.ChangeAsync(Entries, "default", name, null, node =>
        {
            node["metadata"]!["annotations"]![annotation] = value;
            return true;
        }, WriteOptions.Internal, Token);
}
