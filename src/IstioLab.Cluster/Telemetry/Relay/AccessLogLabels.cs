namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>
/// The labels that the access-log provider asks Envoy to put on each line, so that nothing has to be read out of a text. Only operators
/// that every Envoy since Istio 1.17 knows: a proxy refuses a listener whose format it does not understand
/// (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage).
/// </summary>
internal static class AccessLogLabels
{
    public const string LogName = "istiolab_access";

    public const string Marker = "istiolab";
    public const string Pod = "pod";
    public const string Method = "method";
    public const string Path = "path";
    public const string Protocol = "protocol";
    public const string Authority = "authority";
    public const string ResponseCode = "response_code";
    public const string ResponseFlags = "response_flags";
    public const string Details = "response_code_details";
    public const string Termination = "connection_termination_details";
    public const string TransportFailure = "upstream_transport_failure_reason";
    public const string BytesReceived = "bytes_received";
    public const string BytesSent = "bytes_sent";
    public const string Duration = "duration";
    public const string ServiceTime = "upstream_service_time";
    public const string ForwardedFor = "x_forwarded_for";
    public const string UserAgent = "user_agent";
    public const string RequestId = "request_id";
    public const string UpstreamHost = "upstream_host";
    public const string UpstreamCluster = "upstream_cluster";
    public const string UpstreamLocalAddress = "upstream_local_address";
    public const string DownstreamLocalAddress = "downstream_local_address";
    public const string DownstreamRemoteAddress = "downstream_remote_address";
    public const string ServerName = "requested_server_name";
    public const string RouteName = "route_name";
    public const string TraceParent = "traceparent";
    public const string GrpcStatus = "grpc_status";
    public const string PeerSubject = "downstream_peer_uri_san";

    /// <summary>Each label with Envoy's operator for it.</summary>
    public static IReadOnlyList<(string Name, string Format)> Formats { get; } =
    [
        (Marker, "1"),
        (Pod, "%HOSTNAME%"),
        (Method, "%REQ(:METHOD)%"),
        (Path, "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%"),
        (Protocol, "%PROTOCOL%"),
        (Authority, "%REQ(:AUTHORITY)%"),
        (ResponseCode, "%RESPONSE_CODE%"),
        (ResponseFlags, "%RESPONSE_FLAGS%"),
        (Details, "%RESPONSE_CODE_DETAILS%"),
        (Termination, "%CONNECTION_TERMINATION_DETAILS%"),
        (TransportFailure, "%UPSTREAM_TRANSPORT_FAILURE_REASON%"),
        (BytesReceived, "%BYTES_RECEIVED%"),
        (BytesSent, "%BYTES_SENT%"),
        (Duration, "%DURATION%"),
        (ServiceTime, "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%"),
        (ForwardedFor, "%REQ(X-FORWARDED-FOR)%"),
        (UserAgent, "%REQ(USER-AGENT)%"),
        (RequestId, "%REQ(X-REQUEST-ID)%"),
        (UpstreamHost, "%UPSTREAM_HOST%"),
        (UpstreamCluster, "%UPSTREAM_CLUSTER%"),
        (UpstreamLocalAddress, "%UPSTREAM_LOCAL_ADDRESS%"),
        (DownstreamLocalAddress, "%DOWNSTREAM_LOCAL_ADDRESS%"),
        (DownstreamRemoteAddress, "%DOWNSTREAM_REMOTE_ADDRESS%"),
        (ServerName, "%REQUESTED_SERVER_NAME%"),
        (RouteName, "%ROUTE_NAME%"),
        (TraceParent, "%REQ(TRACEPARENT)%"),
        (GrpcStatus, "%TRAILER(GRPC-STATUS)%"),
        (PeerSubject, "%DOWNSTREAM_PEER_URI_SAN%"),
    ];
}
