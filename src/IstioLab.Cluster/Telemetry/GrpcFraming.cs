using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace IstioLab.Cluster.Telemetry;

/// <summary>A unary call of gRPC with a body that is encoded already (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).</summary>
internal static class GrpcFraming
{
    private const int Prefix = 5;

    private static readonly Dictionary<string, string> s_services = new(StringComparer.Ordinal)
    {
        ["v1/traces"] = "opentelemetry.proto.collector.trace.v1.TraceService",
        ["v1/metrics"] = "opentelemetry.proto.collector.metrics.v1.MetricsService",
        ["v1/logs"] = "opentelemetry.proto.collector.logs.v1.LogsService",
    };

    /// <summary>The call that carries what would be posted to a path of OTLP over HTTP.</summary>
    public static HttpRequestMessage Request(Uri url, string path, byte[] body)
    {
        var framed = new byte[Prefix + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)body.Length);
        body.CopyTo(framed, Prefix);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, $"{s_services[path]}/Export"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(framed),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        return request;
    }

    /// <summary>Takes the message out of the answer's body.</summary>
    public static byte[] Message(byte[] body) => body.Length > Prefix ? body[Prefix..] : [];

    /// <summary>What the answer means in HTTP's terms, which say the same of OTLP.</summary>
    public static HttpStatusCode StatusOf(HttpResponseMessage response)
    {
        var text = Value(response.TrailingHeaders) ?? Value(response.Headers);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? Translate(status) : response.StatusCode;
    }

    private static HttpStatusCode Translate(int status) => status switch
    {
        0 => HttpStatusCode.OK,
        1 or 4 or 8 or 10 or 11 or 14 or 15 => HttpStatusCode.ServiceUnavailable,
        7 => HttpStatusCode.Forbidden,
        16 => HttpStatusCode.Unauthorized,
        12 => HttpStatusCode.NotFound,
        _ => HttpStatusCode.BadRequest,
    };

    private static string? Value(HttpResponseHeaders headers) => headers.TryGetValues("grpc-status", out var values) ? values.First() : null;
}
