using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using Grpc.Core;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Cluster.Tests.Environments;

namespace IstioLab.Cluster.Tests.Telemetry.Relay;

public sealed class OtlpRelayTests
{
    private const string ClientNode = "sidecar~10.42.0.9~apps-client-7c9d8b6f5-x2x9p.nolen~nolen.svc.cluster.local";
    private const string ServerNode = "sidecar~10.42.0.11~apps-v1-6d4cf56db6-k8s2q.nolen~nolen.svc.cluster.local";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _messages = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Span_of_a_sidecar_gets_the_name_of_its_workload_and_ends_the_wait_for_its_trace()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await using var relay = await RelayFixture.StartAsync(receiver.Target, _messages.Enqueue);
        using var envoy = new EnvoySender(relay);
        var trace = ActivityTraceId.CreateRandom();
        var awaited = relay.WaitForTraceAsync(trace.ToHexString(), Limit, Token);

        await envoy.SendSpanAsync(ServerNode, "apps.nolen", trace);

        Assert.Equal("apps-v1", await awaited);
        await UntilAsync(() => !receiver.Traces.IsEmpty);
        var service = Attributes(receiver.Traces.Single().Services.Single().Service.Attributes);
        Assert.Equal(("apps-v1", "apps-v1-6d4cf56db6-k8s2q", "nolen", "k3d"),
            (service["service.name"], service["service.instance.id"], service["service.namespace"], service["istiolab.cluster"]));
        Assert.Equal(1, relay.SpansByService["apps-v1"]);
        Assert.EndsWith("key=the-key", receiver.Headers.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_that_does_not_come_ends_the_wait_in_time()
    {
        await using var relay = await RelayFixture.StartAsync(null, _messages.Enqueue);

        Assert.Null(await relay.WaitForTraceAsync(ActivityTraceId.CreateRandom().ToHexString(), TimeSpan.FromMilliseconds(10), Token));
    }

    [Fact]
    public async Task Access_log_of_both_sidecars_becomes_log_records_and_istios_metrics()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await using var relay = await RelayFixture.StartAsync(receiver.Target, _messages.Enqueue);
        using var envoy = new EnvoySender(relay);
        await envoy.SendSpanAsync(ClientNode, "apps-client.nolen", ActivityTraceId.CreateRandom());
        await envoy.SendSpanAsync(ServerNode, "apps.nolen", ActivityTraceId.CreateRandom());

        await envoy.SendLogAsync(Outbound());
        await envoy.SendLogAsync(Inbound());

        await UntilAsync(() => receiver.Metrics.Sum(metrics => metrics.Services.Count) >= 2);
        var metrics = receiver.Metrics.SelectMany(metrics => metrics.Services).SelectMany(service => service.Scopes).SelectMany(scope => scope.Metrics).ToList();
        Assert.Equal(
            ["istio_request_bytes", "istio_request_duration_milliseconds", "istio_requests_total", "istio_response_bytes"],
            metrics.Select(metric => metric.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var points = metrics.Where(metric => metric.Name == "istio_requests_total").SelectMany(metric => metric.Counter.Points)
            .Select(point => Attributes(point.Attributes)).ToDictionary(labels => labels["reporter"], StringComparer.Ordinal);
        Assert.Equal("apps-client → apps-v1 (apps-svc-v1.nolen.svc.cluster.local) 200", Edge(points["source"]));
        Assert.Equal("apps-client → apps-v1 (apps-svc-v1.nolen.svc.cluster.local) 200", Edge(points["destination"]));
        Assert.Equal("mutual_tls", points["destination"]["connection_security_policy"]);
        var log = receiver.Logs.SelectMany(logs => logs.Services).First(service => Attributes(service.Service.Attributes)["service.name"] == "apps-client");
        var entry = log.Scopes.Single().Entries.Single();
        Assert.Contains("\"GET /hello HTTP/1.1\" 200 - via_upstream", entry.Body.Text, StringComparison.Ordinal);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", Convert.ToHexStringLower(entry.TraceId.Span));
        Assert.Equal(2, relay.Counters.AccessLogs);
    }

    [Fact]
    public async Task Line_of_a_proxy_that_nobody_knows_is_forwarded_as_it_is()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await using var relay = await RelayFixture.StartAsync(receiver.Target, _messages.Enqueue);
        using var envoy = new EnvoySender(relay);

        await envoy.SendLogAsync(Outbound());

        await UntilAsync(() => !receiver.Logs.IsEmpty);
        Assert.Equal("a line", receiver.Logs.Single().Services.Single().Scopes.Single().Entries.Single().Body.Text);
        Assert.Empty(receiver.Metrics);
    }

    [Fact]
    public async Task Token_is_asked_of_spans_and_not_of_access_logs()
    {
        await using var relay = await RelayFixture.StartAsync(null, _messages.Enqueue, token: "right");
        using var without = new EnvoySender(relay);
        using var wrong = new EnvoySender(relay) { Token = "wrong" };
        using var right = new EnvoySender(relay) { Token = "right" };

        var refused = await Assert.ThrowsAsync<RpcException>(() => without.SendSpanAsync(ClientNode, "a.b", ActivityTraceId.CreateRandom()));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        await Assert.ThrowsAsync<RpcException>(() => wrong.SendSpanAsync(ClientNode, "a.b", ActivityTraceId.CreateRandom()));
        await right.SendSpanAsync(ClientNode, "a.b", ActivityTraceId.CreateRandom());
        await without.SendLogAsync(Outbound());

        Assert.Equal((2, 1, 1), (relay.Counters.Unauthorized, relay.Counters.Spans, relay.Counters.AccessLogs));
    }

    [Fact]
    public async Task Requests_that_do_not_fit_are_dropped_and_counted()
    {
        await using var relay = await RelayFixture.StartAsync(null, _messages.Enqueue, capacity: 1000);
        using var envoy = new EnvoySender(relay);

        foreach (var _ in Enumerable.Range(0, 20))
        {
            await envoy.SendSpanAsync(ClientNode, "a.b", ActivityTraceId.CreateRandom());
        }

        Assert.InRange(relay.Counters.Dropped, 1, 19);
        Assert.Equal(20, relay.Counters.Spans);
    }

    [Fact]
    public async Task Ports_and_token_survive_a_restart()
    {
        using var home = new TemporaryHome();
        var folder = home.Home.Open("relay");
        var first = await StartAsync(folder);
        var before = (first.GrpcPort, first.HttpPort, first.Token);
        await first.DisposeAsync();

        await using var second = await StartAsync(folder);

        Assert.Equal(before, (second.GrpcPort, second.HttpPort, second.Token));
        Assert.Equal(32, second.Token?.Length);
        Assert.Equal(new RelayRoute("host.k3d.internal", second.GrpcPort) { Token = second.Token }, second.Route("host.k3d.internal"));
    }

    [Fact]
    public async Task Port_that_another_program_took_meanwhile_is_replaced()
    {
        using var home = new TemporaryHome();
        var folder = home.Home.Open("relay");
        await using var first = await StartAsync(folder);

        await using var second = await StartAsync(folder);

        Assert.NotEqual(first.GrpcPort, second.GrpcPort);
        Assert.Equal(first.Token, second.Token);
    }

    [Theory]
    [InlineData("v1/traces", "application/json", "{}", 415, "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf")]
    [InlineData("v1/traces", "application/x-protobuf", "not protobuf", 400, "'v1/traces'")]
    [InlineData("v1/profiles", "application/x-protobuf", "", 404, "v1/metrics")]
    public async Task Bad_request_is_refused_with_a_sentence(string path, string type, string body, int status, string words)
    {
        await using var relay = await RelayFixture.StartAsync(null, _messages.Enqueue);
        using var client = new HttpClient();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, type);

        using var answer = await client.PostAsync(Uri(relay, path), content, Token);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compressed_request_is_read()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await using var relay = await RelayFixture.StartAsync(receiver.Target, _messages.Enqueue);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[] { 0x0a, 0x00 }, Token);
        }

        using var client = new HttpClient();
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new("application/x-protobuf");
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await client.PostAsync(Uri(relay, "v1/metrics"), content, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await UntilAsync(() => !receiver.Metrics.IsEmpty);
        Assert.Single(receiver.Metrics.Single().Services);
    }

    private Task<OtlpRelay> StartAsync(EnvironmentFolder folder) => OtlpRelay.StartAsync(
        new OtlpRelayOptions { Address = IPAddress.Any, Folder = folder }, TimeProvider.System, _messages.Enqueue, Token);

    private static Uri Uri(OtlpRelay relay, string path) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{relay.HttpPort}/{path}"));

    private static (string Name, string Value)[] Outbound() =>
    [
        .. Common(),
        (AccessLogLabels.Pod, "apps-client-7c9d8b6f5-x2x9p"),
        (AccessLogLabels.UpstreamCluster, "outbound|80||apps-svc-v1.nolen.svc.cluster.local"),
        (AccessLogLabels.UpstreamHost, "10.42.0.11:80"),
        (AccessLogLabels.UpstreamLocalAddress, "10.42.0.9:40112"),
        (AccessLogLabels.DownstreamLocalAddress, "10.43.7.1:80"),
        (AccessLogLabels.DownstreamRemoteAddress, "10.42.0.9:51234"),
        (AccessLogLabels.ServerName, "-"),
    ];

    private static (string Name, string Value)[] Inbound() =>
    [
        .. Common(),
        (AccessLogLabels.Pod, "apps-v1-6d4cf56db6-k8s2q"),
        (AccessLogLabels.UpstreamCluster, "inbound|80||"),
        (AccessLogLabels.UpstreamHost, "10.42.0.11:80"),
        (AccessLogLabels.UpstreamLocalAddress, "127.0.0.6:39001"),
        (AccessLogLabels.DownstreamLocalAddress, "10.42.0.11:80"),
        (AccessLogLabels.DownstreamRemoteAddress, "10.42.0.9:40112"),
        (AccessLogLabels.ServerName, "outbound_.80_._.apps-svc-v1.nolen.svc.cluster.local"),
        (AccessLogLabels.PeerSubject, "spiffe://cluster.local/ns/nolen/sa/default"),
    ];

    private static (string Name, string Value)[] Common() =>
    [
        (AccessLogLabels.Method, "GET"),
        (AccessLogLabels.Path, "/hello"),
        (AccessLogLabels.Protocol, "HTTP/1.1"),
        (AccessLogLabels.Authority, "apps-svc-all"),
        (AccessLogLabels.ResponseCode, "200"),
        (AccessLogLabels.ResponseFlags, "-"),
        (AccessLogLabels.Details, "via_upstream"),
        (AccessLogLabels.Duration, "4"),
        (AccessLogLabels.TraceParent, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
    ];

    private static string Edge(Dictionary<string, string> labels) =>
        $"{labels["source_workload"]} → {labels["destination_workload"]} ({labels["destination_service"]}) {labels["response_code"]}";

    private static Dictionary<string, string> Attributes(IEnumerable<Cluster.Telemetry.Otlp.Attribute> attributes) =>
        attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value.Text, StringComparer.Ordinal);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Limit);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }
}
