using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry;

/// <summary>
/// Makes the span of a record, with the tags of Envoy and of Istio
/// (https://istio.io/latest/docs/tasks/observability/distributed-tracing/).
/// </summary>
internal static class SpanOfExchange
{
    // Unknown, DeadlineExceeded, Unimplemented, Internal, Unavailable and DataLoss: what Envoy counts as the server's fault.
    private static readonly int[] GrpcErrors = [2, 4, 12, 13, 14, 15];

    /// <summary>The span; null when the trace is not recorded, and for TCP, which Envoy does not trace.</summary>
    public static Otlp.Span? Of(ExchangeRecord record)
    {
        if (!record.Sampled || record.Protocol == ExchangeProtocol.Tcp)
        {
            return null;
        }

        var failed = IsError(record);
        var span = new Otlp.Span
        {
            TraceId = Bytes(record.TraceId),
            SpanId = Bytes(record.SpanId),
            TraceState = record.TraceState ?? "",
            Name = record.OperationName,
            Kind = record.Reporter == ReporterKind.Source ? Otlp.SpanKind.Client : Otlp.SpanKind.Server,
            StartNanoseconds = Nanoseconds.Of(record.Start),
            EndNanoseconds = Nanoseconds.Of(record.Start + record.Duration),
            Status = new Otlp.SpanStatus { Outcome = failed ? Otlp.SpanOutcome.Error : Otlp.SpanOutcome.Unset },
        };
        if (record.ParentSpanId != default)
        {
            span.ParentSpanId = Bytes(record.ParentSpanId);
        }

        if (failed)
        {
            span.Status.Message = record.ResponseCodeDetails ?? "";
        }

        AddTags(span, record, failed);
        return span;
    }

    internal static ByteString Bytes(ActivityTraceId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.CopyTo(bytes);
        return ByteString.CopyFrom(bytes);
    }

    internal static ByteString Bytes(ActivitySpanId id)
    {
        Span<byte> bytes = stackalloc byte[8];
        id.CopyTo(bytes);
        return ByteString.CopyFrom(bytes);
    }

    private static void AddTags(Otlp.Span span, ExchangeRecord record, bool failed)
    {
        var tags = span.Attributes;
        var proxy = record.Resource;
        tags.Put("component", "proxy");
        tags.Put("node_id", proxy.NodeId);
        tags.Put("zone", "");
        tags.Put("guid:x-request-id", record.RequestId);
        tags.Put("http.url", $"{record.Scheme}://{record.Authority}{record.Path}");
        tags.Put("http.method", record.Method);
        tags.Put("http.protocol", record.HttpProtocol);
        tags.Put("http.status_code", record.ResponseCode);
        tags.Put("downstream_cluster", "-");
        tags.Put("user_agent", Or(record.UserAgent));
        tags.Put("request_size", record.BytesReceived);
        tags.Put("response_size", record.BytesSent);
        tags.Put("response_flags", record.ResponseFlags);
        tags.PutKnown("peer.address", record.DownstreamRemoteAddress?.Address.ToString());
        tags.PutKnown("upstream_address", record.UpstreamHost?.ToString());
        tags.PutKnown("upstream_cluster", record.UpstreamCluster);
        tags.PutKnown("upstream_cluster.name", record.UpstreamCluster);
        tags.PutKnown("grpc.status_code", record.GrpcStatus?.ToString(CultureInfo.InvariantCulture));
        tags.Put("istio.canonical_service", proxy.CanonicalService);
        tags.Put("istio.canonical_revision", proxy.CanonicalRevision);
        tags.Put("istio.mesh_id", proxy.MeshId);
        tags.Put("istio.namespace", proxy.Namespace);
        tags.Put("istio.cluster_id", proxy.ClusterId);
        if (failed)
        {
            tags.Put("error", "true");
        }
    }

    private static bool IsError(ExchangeRecord record) =>
        record.ResponseCode is 0 or >= 500 || (record.GrpcStatus is { } status && GrpcErrors.Contains(status));

    private static string Or(string? value) => string.IsNullOrEmpty(value) ? "-" : value;
}
