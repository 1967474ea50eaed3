using System.Diagnostics;
using System.Net;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Tests.Telemetry;

/// <summary>Records of the canary lab: a client, and two versions of a server.</summary>
internal sealed class SampleRecords(string suffix, DateTimeOffset start)
{
    private int _requests;

    public TelemetryResource Client { get; } = Proxy($"apps-client{suffix}", "10.244.0.5");

    public TelemetryResource Server { get; } = Proxy($"apps-v1{suffix}", "10.244.0.6");

    public IEnumerable<ExchangeRecord> Pair(int responseCode = 200)
    {
        var trace = ActivityTraceId.CreateRandom();
        var client = Of(Client, ReporterKind.Source) with
        {
            TraceId = trace,
            ResponseCode = responseCode,
            UpstreamCluster = "outbound|80||apps-svc-v1.nolen.svc.cluster.local",
            RouteName = "default",
        };
        var server = Of(Server, ReporterKind.Destination) with
        {
            TraceId = trace,
            ParentSpanId = client.SpanId,
            ResponseCode = responseCode,
            Start = client.Start + TimeSpan.FromMilliseconds(1),
            Duration = TimeSpan.FromMilliseconds(2),
            UpstreamCluster = "inbound|80||",
            RouteName = "default",
        };
        return [client, server];
    }

    public ExchangeRecord Of(TelemetryResource proxy, ReporterKind reporter) => new()
    {
        Resource = proxy,
        Reporter = reporter,
        OperationName = "apps-svc-all-vs:80/*",
        TraceId = ActivityTraceId.CreateRandom(),
        SpanId = ActivitySpanId.CreateRandom(),
        Sampled = true,
        Start = start + TimeSpan.FromMilliseconds(10 * _requests++),
        Duration = TimeSpan.FromMilliseconds(7),
        ResponseCode = 200,
        ResponseCodeDetails = "via_upstream",
        Method = "GET",
        Path = "/",
        HttpProtocol = "HTTP/1.1",
        Authority = "apps-svc-all",
        RequestId = Guid.CreateVersion7(start).ToString(),
        UserAgent = "curl/8.5.0",
        BytesSent = 3,
        UpstreamHost = new IPEndPoint(IPAddress.Parse("10.244.0.6"), 80),
        DownstreamRemoteAddress = new IPEndPoint(IPAddress.Parse("10.244.0.5"), 41000),
        Security = ConnectionSecurity.None,
        Source = Client.Workload,
        Destination = Server.Workload,
        DestinationService = "apps-svc-v1.nolen.svc.cluster.local",
        DestinationServiceName = "apps-svc-v1",
        DestinationServiceNamespace = "nolen",
    };

    private static TelemetryResource Proxy(string workload, string address) => new(
        $"{workload}.nolen", "nolen", $"{workload}-5d8f", address, "istiolab", workload, "latest", workload, $"sidecar~{address}~{workload}-5d8f.nolen~nolen.svc.cluster.local")
    {
        Workload = new WorkloadIdentity { Workload = workload, Namespace = "nolen", App = workload, CanonicalService = workload, CanonicalRevision = "latest" },
    };
}
