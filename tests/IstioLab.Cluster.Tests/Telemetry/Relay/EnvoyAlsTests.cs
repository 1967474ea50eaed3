using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using IstioLab.Cluster.Telemetry.Relay;
using IstioLab.Cluster.Telemetry.Relay.Als;

namespace IstioLab.Cluster.Tests.Telemetry.Relay;

/// <summary>Envoy's own access-log service, which Istio's providers <c>envoyHttpAls</c> and <c>envoyTcpAls</c> use.</summary>
public sealed class EnvoyAlsTests
{
    private static readonly Method<LogMessage, byte[]> s_stream = new(
        MethodType.ClientStreaming,
        RelayMethods.AccessLogService,
        "StreamAccessLogs",
        Marshallers.Create<LogMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException()),
        Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_becomes_log_records_and_metrics_with_the_flags_meaning()
    {
        await using var receiver = await FakeReceiver.StartAsync();
        await using var relay = await RelayFixture.StartAsync(receiver.Target, _ => { }, token: "asked of spans alone");

        await StreamAsync(relay, new LogMessage { Sender = Sender(), Http = new HttpLines { Lines = { Http() } } }, new LogMessage { Tcp = new TcpLines { Lines = { Tcp() } } });

        await UntilAsync(() => receiver.Logs.SelectMany(logs => logs.Services).SelectMany(service => service.Scopes).Sum(scope => scope.Entries.Count) == 2);
        var service = receiver.Logs.First().Services.First();
        var entry = service.Scopes.First().Entries.First();
        var parts = entry.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value.Text, StringComparer.Ordinal);
        Assert.Contains(service.Service.Attributes, attribute => attribute is { Key: "service.name", Value.Text: "apps-client" });
        Assert.Contains("\"GET /hello HTTP/1.1\" 503 UF,URX upstream_reset_before_response_started", entry.Body.Text, StringComparison.Ordinal);
        Assert.Equal(("UF,URX", "default", "outbound|80||apps-svc-v1.nolen.svc.cluster.local", "10.42.0.11:80"),
            (parts["response_flags"], parts["route_name"], parts["upstream_cluster"], parts["upstream_host"]));
        Assert.Contains("could not connect to the upstream", parts["response_meaning"], StringComparison.Ordinal);
        await UntilAsync(() => MetricsOf(receiver).Contains("istio_requests_total") && MetricsOf(receiver).Contains("istio_tcp_received_bytes_total"));
        Assert.Equal(2, relay.Counters.AccessLogs);
    }

    [Fact]
    public async Task Line_in_the_middle_of_a_long_stream_does_not_count()
    {
        await using var relay = await RelayFixture.StartAsync(null, _ => { });
        var line = Tcp();
        line.Common.Intermediate = true;

        await StreamAsync(relay, new LogMessage { Sender = Sender(), Tcp = new TcpLines { Lines = { line } } });

        Assert.Equal(0, relay.Counters.AccessLogs);
    }

    [Fact]
    public async Task Message_of_another_kind_is_refused()
    {
        await using var relay = await RelayFixture.StartAsync(null, _ => { });
        var raw = new Method<byte[], byte[]>(MethodType.ClientStreaming, s_stream.ServiceName, s_stream.Name, s_stream.ResponseMarshaller, s_stream.ResponseMarshaller);
        using var channel = Channel(relay);
        using var call = channel.CreateCallInvoker().AsyncClientStreamingCall(raw, null, new CallOptions(cancellationToken: Token));
        await call.RequestStream.WriteAsync([0xff, 0xff], Token);
        await call.RequestStream.CompleteAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    private static HashSet<string> MetricsOf(FakeReceiver receiver) =>
    [
        .. receiver.Metrics.SelectMany(metrics => metrics.Services).SelectMany(service => service.Scopes).SelectMany(scope => scope.Metrics).Select(metric => metric.Name),
    ];

    private static async Task StreamAsync(OtlpRelay relay, params LogMessage[] messages)
    {
        using var channel = Channel(relay);
        using var call = channel.CreateCallInvoker().AsyncClientStreamingCall(s_stream, null, new CallOptions(cancellationToken: Token));
        foreach (var message in messages)
        {
            await call.RequestStream.WriteAsync(message, Token);
        }

        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;
    }

    private static GrpcChannel Channel(OtlpRelay relay) => GrpcChannel.ForAddress($"http://127.0.0.1:{relay.GrpcPort}");

    private static Sender Sender() => new()
    {
        LogName = "istio",
        Node = new Node { Id = "sidecar~10.42.0.9~apps-client-7c9d8b6f5-x2x9p.nolen~nolen.svc.cluster.local" },
    };

    private static HttpLine Http() => new()
    {
        Version = 2,
        Common = Common("outbound|80||apps-svc-v1.nolen.svc.cluster.local"),
        Request = new Request { Method = 1, Authority = "apps-svc-all", Path = "/hello", RequestId = "one", UserAgent = "curl/8" },
        Response = new Response { Status = 503, BodyBytes = 91, Details = "upstream_reset_before_response_started" },
    };

    private static TcpLine Tcp() => new()
    {
        Common = Common("outbound|3306||db.nolen.svc.cluster.local"),
        Connection = new Connection { ReceivedBytes = 7, SentBytes = 9 },
    };

    private static Common Common(string cluster) => new()
    {
        Start = new Timestamp { Seconds = 1_700_000_000 },
        Duration = new Duration { Nanos = 4_000_000 },
        UpstreamCluster = cluster,
        UpstreamRemote = Address("10.42.0.11", 80),
        DownstreamRemote = Address("10.42.0.9", 51234),
        DownstreamLocal = Address("10.43.7.1", 80),
        RouteName = "default",
        Flags = new Flags { UpstreamConnectionFailure = true, UpstreamRetryLimitExceeded = true },
    };

    private static Address Address(string address, uint port) => new() { Socket = new Socket { Address = address, Port = port } };

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }
}
