using System.Net;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Tests.Telemetry;

public sealed class AccessLogTextTests
{
    private static readonly TelemetryResource Proxy = new("client.nolen", "nolen", "client-1", "10.244.0.5", "", "client", "latest", "client", "sidecar~");

    [Fact]
    public void Line_has_the_fields_of_Istio_in_their_order()
    {
        var record = new ExchangeRecord
        {
            Resource = Proxy,
            Start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
            Duration = TimeSpan.FromMilliseconds(12.9),
            Method = "GET",
            Path = "/a?b=c",
            HttpProtocol = "HTTP/1.1",
            ResponseCode = 200,
            ResponseCodeDetails = "via_upstream",
            BytesReceived = 1,
            BytesSent = 2,
            UpstreamServiceTime = 11,
            UserAgent = "curl/8.5.0",
            RequestId = "6b6e3a5e",
            Authority = "apps-svc-all",
            UpstreamHost = new IPEndPoint(IPAddress.Parse("10.244.0.6"), 80),
            UpstreamCluster = "outbound|80||apps-svc-v1.nolen.svc.cluster.local",
            UpstreamLocalAddress = new IPEndPoint(IPAddress.Parse("10.244.0.5"), 40000),
            DownstreamLocalAddress = new IPEndPoint(IPAddress.Parse("10.96.0.9"), 80),
            DownstreamRemoteAddress = new IPEndPoint(IPAddress.Parse("10.244.0.5"), 40002),
            RouteName = "default",
        };

        Assert.Equal(
            "[2026-01-02T03:04:05.678Z] \"GET /a?b=c HTTP/1.1\" 200 - via_upstream - \"-\" 1 2 12 11 \"-\" \"curl/8.5.0\" \"6b6e3a5e\" "
            + "\"apps-svc-all\" \"10.244.0.6:80\" outbound|80||apps-svc-v1.nolen.svc.cluster.local 10.244.0.5:40000 10.96.0.9:80 "
            + "10.244.0.5:40002 - default",
            AccessLogText.Format(record));
    }

    [Fact]
    public void Missing_values_are_dashes() => Assert.Equal(
        "[1970-01-01T00:00:00.000Z] \"- - -\" 0 - - - \"-\" 0 0 0 - \"-\" \"-\" \"-\" \"-\" \"-\" - - - - - -",
        AccessLogText.Format(new ExchangeRecord { Resource = Proxy, Start = DateTimeOffset.UnixEpoch }));
}
