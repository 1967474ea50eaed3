using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Proxies;
using IstioLab.Labs.Tests.Api;

namespace IstioLab.Labs.Tests.Proxies;

/// <summary>What real Envoys and a real istiod say, in the form that Envoy documents, read where they say it: inside their containers.</summary>
public sealed class RealProxyTests : IAsyncLifetime
{
    private FakeKubernetes _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await FakeKubernetes.StartAsync();
        _cluster.Run = command => command switch
        {
            "pilot-agent request GET config_dump" => Read("config_dump.json"),
            "pilot-agent request GET clusters?format=json" => Read("clusters-page.json"),
            "pilot-discovery request GET debug/syncz" => Read("syncz.json"),
            _ => null,
        };
        var client = Pod("nolen", "apps-client-1", "client-test", "client", "istio-proxy");
        _cluster.AddList("api/v1/pods", client, Pod("nolen", "apps-v1-1", "apps", "web", "istio-proxy"), Pod("nolen", "apps-v2-1", "apps", "web", "istio-proxy"),
            Pod("istio-system", "istio-ingressgateway-1", "istio-ingressgateway", "istio-proxy"));
        _cluster.AddList("api/v1/namespaces/istio-system/pods", Pod("istio-system", "istiod-1", "istiod", "discovery"));
        _cluster.AddList("api/v1/namespaces/nolen/pods", client);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("listeners")]
    [InlineData("routes")]
    [InlineData("clusters")]
    [InlineData("endpoints")]
    public async Task Part_of_an_envoy_is_the_golden_file(string part)
    {
        var pod = await Workloads.FindPodAsync(_cluster.Api, new WorkloadName("nolen", "apps-client-1"), Token);

        var rows = await ProxyReader.ReadPartAsync(_cluster.Api, pod, part, Token);

        Assert.Equal(JsonNode.Parse(Read($"{part}.json"))!.ToString(), rows.ToString());
    }

    [Fact]
    public async Task Envoy_that_does_not_answer_says_which_command_to_try()
    {
        _cluster.Run = _ => null;
        var pod = await Workloads.FindPodAsync(_cluster.Api, new WorkloadName("nolen", "apps-client-1"), Token);

        var failed = await Assert.ThrowsAsync<KubeApiException>(() => ProxyReader.ReadPartAsync(_cluster.Api, pod, "routes", Token));

        Assert.Contains("kubectl -n nolen exec apps-client-1 -c istio-proxy -- pilot-agent request GET config_dump", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxies_are_as_synced_as_istiod_says()
    {
        var proxies = await ProxyReader.ListAsync(_cluster.Api, null, Token);

        Assert.Equal(
            [
                ("apps-client-1", "sidecar", ProxyState.Synced, "1.30.3"),
                ("apps-v1-1", "sidecar", ProxyState.Stale, "1.30.3"),
                ("apps-v2-1", "sidecar", ProxyState.NotConnected, "-"),
                ("istio-ingressgateway-1", "router", ProxyState.Synced, "1.29.1"),
            ],
            proxies.Select(proxy => (proxy.Pod.Name, proxy.Type, proxy.Status, proxy.Version)));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "Envoy", file));

    private static string Pod(string ns, string name, string app, params string[] containers) => new JsonObject
    {
        ["metadata"] = new JsonObject { ["namespace"] = ns, ["name"] = name, ["labels"] = new JsonObject { ["app"] = app } },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray([.. containers.Select(container => new JsonObject { ["name"] = container })]) },
        ["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["containerStatuses"] = new JsonArray([.. containers.Select(container => new JsonObject { ["name"] = container, ["ready"] = true })]),
        },
    }.ToJsonString();
}
