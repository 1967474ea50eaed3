using System.Diagnostics;
using System.Net;

namespace IstioLab.Proxy.Telemetry;

/// <summary>
/// One request as one proxy saw it. Its span, its part of the metrics and its access-log line are all made from this record.
/// A null or empty value means that there was none; the access log prints <c>-</c> for it.
/// </summary>
public sealed record ExchangeRecord
{
    /// <summary>The proxy that reports.</summary>
    public required TelemetryResource Resource { get; init; }

    /// <summary>The side it reports for.</summary>
    public ReporterKind Reporter { get; init; }

    /// <summary>HTTP, gRPC or TCP.</summary>
    public ExchangeProtocol Protocol { get; init; }

    /// <summary>The span's name: Istio's <c>host:port/*</c>.</summary>
    public string OperationName { get; init; } = "";

    /// <summary>The trace.</summary>
    public ActivityTraceId TraceId { get; init; }

    /// <summary>This proxy's span.</summary>
    public ActivitySpanId SpanId { get; init; }

    /// <summary>The span above it; default when this proxy began the trace.</summary>
    public ActivitySpanId ParentSpanId { get; init; }

    /// <summary>False when the trace is not recorded: there is no span then.</summary>
    public bool Sampled { get; init; }

    /// <summary>The incoming W3C <c>tracestate</c>.</summary>
    public string? TraceState { get; init; }

    /// <summary>When the request's headers were there.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Until the last byte of the answer was handed over.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The status sent to the client; 0 when the client went away first.</summary>
    public int ResponseCode { get; init; }

    /// <summary>Envoy's short flags joined with <c>,</c>; <c>-</c> for none.</summary>
    public string ResponseFlags { get; init; } = "-";

    /// <summary>Why this status, as Envoy words it: <c>via_upstream</c>, <c>route_not_found</c> …</summary>
    public string? ResponseCodeDetails { get; init; }

    /// <summary>Why the connection ended early.</summary>
    public string? ConnectionTerminationDetails { get; init; }

    /// <summary>Why the upstream's connection failed.</summary>
    public string? UpstreamTransportFailureReason { get; init; }

    /// <summary>The method.</summary>
    public string? Method { get; init; }

    /// <summary>The path with the query, as the client sent it.</summary>
    public string? Path { get; init; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary><c>HTTP/1.1</c>, <c>HTTP/2</c> …; null on TCP.</summary>
    public string? HttpProtocol { get; init; }

    /// <summary>The Host header.</summary>
    public string? Authority { get; init; }

    /// <summary>The header <c>x-request-id</c>.</summary>
    public string? RequestId { get; init; }

    /// <summary>The header <c>user-agent</c>.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The header <c>x-forwarded-for</c>.</summary>
    public string? ForwardedFor { get; init; }

    /// <summary>Bytes of the request's body, or received on a TCP connection.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes of the answer's body, or sent on a TCP connection.</summary>
    public long BytesSent { get; init; }

    /// <summary>Milliseconds until the upstream's answer began; null when it gave none.</summary>
    public long? UpstreamServiceTime { get; init; }

    /// <summary>The upstream's address: the pod that was chosen, or the application.</summary>
    public IPEndPoint? UpstreamHost { get; init; }

    /// <summary>Envoy's name of the cluster: <c>outbound|80||host</c>, <c>inbound|8080||</c>, <c>PassthroughCluster</c> …</summary>
    public string? UpstreamCluster { get; init; }

    /// <summary>Where the proxy called the upstream from.</summary>
    public IPEndPoint? UpstreamLocalAddress { get; init; }

    /// <summary>What the client dialled.</summary>
    public IPEndPoint? DownstreamLocalAddress { get; init; }

    /// <summary>Where the client called from.</summary>
    public IPEndPoint? DownstreamRemoteAddress { get; init; }

    /// <summary>The TLS server name.</summary>
    public string? RequestedServerName { get; init; }

    /// <summary>The route: <c>default</c>, its name in the VirtualService, <c>allow_any</c> …</summary>
    public string? RouteName { get; init; }

    /// <summary>How often the upstream was tried; 0 when it was not.</summary>
    public int Attempts { get; init; }

    /// <summary>The trailer or header <c>grpc-status</c>.</summary>
    public int? GrpcStatus { get; init; }

    /// <summary>How the hop to the server was secured.</summary>
    public ConnectionSecurity Security { get; init; }

    /// <summary>The labels <c>source_*</c>.</summary>
    public WorkloadIdentity Source { get; init; } = WorkloadIdentity.Unknown;

    /// <summary>The labels <c>destination_*</c>.</summary>
    public WorkloadIdentity Destination { get; init; } = WorkloadIdentity.Unknown;

    /// <summary>Label <c>destination_service</c>: the service's full name.</summary>
    public string DestinationService { get; init; } = "unknown";

    /// <summary>Label <c>destination_service_name</c>.</summary>
    public string DestinationServiceName { get; init; } = "unknown";

    /// <summary>Label <c>destination_service_namespace</c>.</summary>
    public string DestinationServiceNamespace { get; init; } = "unknown";
}
