using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using IstioLab.Cluster.Istio;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Labs.Api;
using IstioLab.Labs.Telemetry;
using IstioLab.Labs.Tests.Api;

namespace IstioLab.Labs.Tests.Telemetry;

/// <summary>The self-check on a cluster of which one link at a time is broken.</summary>
public sealed partial class TelemetryCheckTests : IAsyncLifetime
{
    private const string Telemetries = "apis/telemetry.istio.io/v1/telemetries";
    private const string ConfigMaps = "api/v1/namespaces/istio-system/configmaps";
    private const string ServiceEntries = "apis/networking.istio.io/v1/serviceentries";

    private static readonly Uri Url = new("http://apps-svc-all/");

    private static readonly PodView Pod = new()
    {
        Namespace = "nolen",
        Name = "apps-client-1",
        Phase = "Running",
        Containers = 2,
        ReadyContainers = 2,
        Terminating = false,
        HasSidecar = true,
        DefaultContainer = "client",
        Ip = "10.42.0.9",
        ServiceAccount = "default",
        Labels = new Dictionary<string, string> { ["app"] = "client-test" },
        CreationTime = default,
    };

    private FakeKubernetes _cluster = null!;
    private OtlpRelay _relay = null!;
    private bool _sendsSpans;
    private string _probe = "IstioLab's OTLP relay\n@istiolab 200 0.001\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _relay = await OtlpRelay.StartAsync(new OtlpRelayOptions { Token = "right" }, TimeProvider.System, _ => { }, Token);
        _cluster = await FakeKubernetes.StartAsync();
        _cluster.Run = Execute;
        _cluster.AddList(Telemetries, Telemetry("istio-system", "lab-traces"));
        _cluster.AddList(ConfigMaps, MeshConfig(_relay.GrpcPort, "right"));
        _cluster.AddList(ServiceEntries, ServiceEntry(_relay.GrpcPort));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _relay.DisposeAsync();
    }

    [Fact]
    public async Task Span_that_comes_ends_the_check()
    {
        _sendsSpans = true;

        var verdict = await CheckAsync(patience: TimeSpan.FromSeconds(30));

        Assert.True(verdict.Passed, verdict.Text);
        Assert.Contains("'apps-client'", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_telemetry_object_nobody_is_told_to_send_spans()
    {
        _cluster.AddList(Telemetries);

        await AssertBrokenAsync(TelemetryLink.Telemetry, "No Telemetry object", "kind: Telemetry");
    }

    [Fact]
    public async Task Nearer_telemetry_object_with_another_provider_wins()
    {
        _cluster.AddList(Telemetries, Telemetry("istio-system", "lab-traces"), Telemetry("nolen", "jaeger"));

        await AssertBrokenAsync(TelemetryLink.Telemetry, "'jaeger'", "lab-traces");
    }

    [Fact]
    public async Task Telemetry_object_of_another_workload_does_not_count()
    {
        var other = Telemetry("nolen", "jaeger").Replace("\"spec\":{", "\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"other\"}},", StringComparison.Ordinal);
        _cluster.AddList(Telemetries, Telemetry("istio-system", "lab-traces"), other);

        Assert.Equal(TelemetryLink.Proxy, (await CheckAsync()).Broken);
    }

    [Fact]
    public async Task Provider_that_the_mesh_lacks_is_named_with_what_to_add()
    {
        _cluster.AddList(ConfigMaps, """{"metadata":{"name":"istio"},"data":{"mesh":"extensionProviders:\n- name: jaeger\n  zipkin: {service: jaeger.default, port: 9411}\n"}}""");

        await AssertBrokenAsync(TelemetryLink.Provider, "istio-system/istio", "- name: lab-traces");
    }

    [Fact]
    public async Task Provider_of_another_port_is_named()
    {
        _cluster.AddList(ConfigMaps, MeshConfig(1, "right"));

        await AssertBrokenAsync(TelemetryLink.Provider, "port '1'", _relay.GrpcPort.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Configuration_of_a_revision_is_found()
    {
        _cluster.AddList(ConfigMaps, MeshConfig(1, "right").Replace("\"istio\"", "\"istio-1-30\"", StringComparison.Ordinal));

        await AssertBrokenAsync(TelemetryLink.Provider, "istio-system/istio-1-30", "port");
    }

    [Fact]
    public async Task Host_that_no_service_entry_has_is_named()
    {
        _cluster.AddList(ServiceEntries, ServiceEntry(1));

        await AssertBrokenAsync(TelemetryLink.ServiceEntry, "host.k3d.internal", "kind: ServiceEntry");
    }

    [Theory]
    [InlineData("@istiolab 000 0.001\n@istiolab exit 6\n", "unknown host")]
    [InlineData("no healthy upstream\n@istiolab 503 0.001\n", "HTTP 503")]
    public async Task Name_without_an_address_is_named(string answer, string seen)
    {
        _probe = answer;

        await AssertBrokenAsync(TelemetryLink.Dns, seen, "nslookup host.k3d.internal");
    }

    [Theory]
    [InlineData("@istiolab 000 0.001\n@istiolab exit 7\n", "refused")]
    [InlineData("@istiolab 000 5\n@istiolab exit 28\n", "timed out")]
    [InlineData("upstream connect error or disconnect/reset before headers\n@istiolab 503 0.001\n", "HTTP 503")]
    public async Task Connection_that_nobody_takes_is_named(string answer, string seen)
    {
        _probe = answer;

        await AssertBrokenAsync(TelemetryLink.Connection, seen, "firewall");
    }

    [Fact]
    public async Task Token_that_differs_is_named()
    {
        _cluster.AddList(ConfigMaps, MeshConfig(_relay.GrpcPort, "old"));

        await AssertBrokenAsync(TelemetryLink.Token, "x-lab-token", "initialMetadata");
    }

    [Fact]
    public async Task Dashboard_that_does_not_answer_is_named()
    {
        _sendsSpans = true;
        _relay.SendTo(new OtlpTarget(new Uri("http://127.0.0.1:1"), "key"));
        await SendSpanAsync(new string('a', 32));
        while (_relay.Counters.LastProblem is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        var verdict = await CheckAsync(patience: TimeSpan.FromSeconds(30));

        Assert.Equal(TelemetryLink.Receiver, verdict.Broken);
        Assert.Contains("does not answer", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_every_link_holds_the_proxy_is_named() =>
        await AssertBrokenAsync(TelemetryLink.Proxy, "no span came within", "could not find cluster for tracing provider");

    [Fact]
    public async Task Pod_without_a_sidecar_has_its_links_looked_at()
    {
        var check = new TelemetryCheck(_cluster.Api, _relay, new MinorVersion(1, 30));

        var verdict = await check.RunAsync(Pod with { HasSidecar = false }, Url, Token);

        Assert.True(verdict.Passed);
        Assert.Contains("once the pod has a sidecar", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pod_that_cannot_send_is_named()
    {
        _cluster.Run = _ => throw new InvalidOperationException("The API breaks off.");

        Assert.Equal(TelemetryLink.Request, (await CheckAsync()).Broken);
    }

    [Fact]
    public async Task Cluster_with_the_providers_needs_two_objects_and_another_gets_advice()
    {
        var mesh = await MeshTelemetry.ReadAsync(_cluster.Api, Token);
        var known = TelemetryAdvice.Of(mesh, new MinorVersion(1, 30));
        Assert.Equal(new RelayRoute("host.k3d.internal", _relay.GrpcPort) { Token = "right" }, known.Route);
        Assert.Contains("namespace: nolen", known.Objects(new MinorVersion(1, 30), "nolen"), StringComparison.Ordinal);

        var unknown = TelemetryAdvice.Of(mesh! with { Providers = [] }, new MinorVersion(1, 30));
        Assert.Contains("has no extension provider 'lab-traces'", unknown.Missing, StringComparison.Ordinal);
        Assert.Contains("- name: lab-traces", unknown.Providers, StringComparison.Ordinal);
        Assert.Equal("", unknown.Objects(new MinorVersion(1, 30), "nolen"));
    }

    private async Task AssertBrokenAsync(TelemetryLink link, string seen, string remedy)
    {
        var verdict = await CheckAsync();
        Assert.Equal(link, verdict.Broken);
        Assert.Contains(seen, verdict.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, verdict.Remedy, StringComparison.Ordinal);
    }

    private Task<TelemetryVerdict> CheckAsync(TimeSpan? patience = null) =>
        new TelemetryCheck(_cluster.Api, _relay, new MinorVersion(1, 30)) { Patience = patience ?? TimeSpan.FromMilliseconds(20) }.RunAsync(Pod, Url, Token);

    private string? Execute(string command)
    {
        if (!command.Contains("traceparent", StringComparison.Ordinal))
        {
            return _probe;
        }

        if (_sendsSpans)
        {
            // The pod's sidecar sends its span some time after the answer.
            _ = SendSpanAsync(TraceParent().Match(command).Groups["trace"].Value);
        }

        return "c1\n@istiolab 200 0.002\n";
    }

    private async Task SendSpanAsync(string trace)
    {
        using var client = new HttpClient();
        using var body = new ByteArrayContent(OneSpan.Of(trace, "apps-client"));
        body.Headers.ContentType = new("application/x-protobuf");
        body.Headers.Add(RelayToken.Header, "right");
        using var answer = await client.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_relay.HttpPort}/v1/traces")), body, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string Telemetry(string ns, string provider) =>
        $$$"""{"metadata":{"name":"one","namespace":"{{{ns}}}"},"spec":{"tracing":[{"providers":[{"name":"{{{provider}}}"}]}]}}""";

    private static string ServiceEntry(int port) =>
        $$$"""{"metadata":{"name":"one","namespace":"istio-system"},"spec":{"hosts":["host.k3d.internal"],"ports":[{"number":{{{port}}},"name":"grpc-otlp"}]}}""";

    private static string MeshConfig(int port, string token)
    {
        var text = TelemetryManifests.Providers(new RelayRoute("host.k3d.internal", port) { Token = token }, new MinorVersion(1, 30), depth: 0);
        return new System.Text.Json.Nodes.JsonObject
        {
            ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "istio" },
            ["data"] = new System.Text.Json.Nodes.JsonObject { ["mesh"] = $"accessLogFile: /dev/stdout\nextensionProviders:\n{text}" },
        }.ToJsonString();
    }

    [GeneratedRegex("traceparent: 00-(?<trace>[0-9a-f]{32})-", RegexOptions.ExplicitCapture)]
    private static partial Regex TraceParent();
}
