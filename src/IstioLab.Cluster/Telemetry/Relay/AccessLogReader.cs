using System.Diagnostics;
using System.Globalization;
using System.Net;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>
/// Makes of a line of a real sidecar's access log the record that an embedded proxy would have written, so that logs and metrics look alike
/// on every cluster. The other side of a request is found by its address: Istio tells it to a proxy by a header that no access log shows.
/// </summary>
internal sealed class AccessLogReader(PodDirectory pods)
{
    private const string None = "-";
    private const int NanosecondsPerTick = 100;

    /// <returns>Null when nobody knows the proxy.</returns>
    public ExchangeRecord? Read(AccessLogEntry entry, ulong timeNanoseconds)
    {
        var downstreamLocal = entry.Address(AccessLogLabels.DownstreamLocalAddress);
        var downstreamRemote = entry.Address(AccessLogLabels.DownstreamRemoteAddress);
        var upstreamLocal = entry.Address(AccessLogLabels.UpstreamLocalAddress);
        var upstreamHost = entry.Address(AccessLogLabels.UpstreamHost);
        var upstream = UpstreamName.Parse(entry.Text(AccessLogLabels.UpstreamCluster));
        var self = FindNamed(entry.Text(AccessLogLabels.Pod), [downstreamLocal, upstreamLocal, downstreamRemote])
            ?? FindSelf(upstream.Inbound, downstreamLocal, downstreamRemote, upstreamLocal);
        if (self is null)
        {
            return null;
        }

        var inbound = upstream.Inbound || (entry.Text(AccessLogLabels.UpstreamCluster) is null && !IsGateway(self) && IsAddressOf(self, downstreamLocal));
        var host = inbound
            ? UpstreamName.HostOfServerName(entry.Text(AccessLogLabels.ServerName)) ?? entry.Text(AccessLogLabels.Authority)
            : upstream.Host ?? entry.Text(AccessLogLabels.Authority);
        var service = new UpstreamName(inbound, host);
        var peer = pods.Find((inbound ? downstreamRemote : upstreamHost)?.Address);
        var principal = entry.Text(AccessLogLabels.PeerSubject);
        var source = inbound ? peer?.Workload : self.Workload;
        var destination = inbound ? self.Workload : peer?.Workload;
        var record = new ExchangeRecord
        {
            Resource = self,
            Reporter = inbound ? ReporterKind.Destination : ReporterKind.Source,
            Protocol = ProtocolOf(entry),
            Start = DateTimeOffset.UnixEpoch.AddTicks((long)(timeNanoseconds / NanosecondsPerTick)),
            Duration = TimeSpan.FromMilliseconds(entry.Long(AccessLogLabels.Duration) ?? 0),
            UpstreamHost = upstreamHost,
            UpstreamLocalAddress = upstreamLocal,
            DownstreamLocalAddress = downstreamLocal,
            DownstreamRemoteAddress = downstreamRemote,
            Security = inbound ? (principal is null ? ConnectionSecurity.None : ConnectionSecurity.MutualTls) : ConnectionSecurity.Unknown,
            Source = With(source, inbound ? principal : null),
            Destination = destination ?? WorkloadIdentity.Unknown,
            DestinationService = host ?? "unknown",
            DestinationServiceName = service.Service ?? "unknown",
            DestinationServiceNamespace = service.Namespace ?? "unknown",
        };
        return WithTrace(WithTexts(record, entry), entry.Text(AccessLogLabels.TraceParent));
    }

    // Envoy knows the pod's name and not its namespace, and the pods of StatefulSets may share a name: the address tells which one it is.
    private TelemetryResource? FindNamed(string? name, ReadOnlySpan<IPEndPoint?> addresses)
    {
        if (name is null)
        {
            return null;
        }

        foreach (var address in addresses)
        {
            if (pods.Find(address?.Address) is { } found && found.PodName == name)
            {
                return found;
            }
        }

        return pods.FindPod(name);
    }

    private TelemetryResource? FindSelf(bool inbound, IPEndPoint? downstreamLocal, IPEndPoint? downstreamRemote, IPEndPoint? upstreamLocal) =>
        inbound
            ? pods.Find(downstreamLocal?.Address)
            : pods.Find(upstreamLocal?.Address) ?? pods.Find(downstreamRemote?.Address);

    // A gateway reports for the client's side, whatever it does with a request.
    private static bool IsGateway(TelemetryResource proxy) => proxy.NodeId.StartsWith("router~", StringComparison.Ordinal);

    private static bool IsAddressOf(TelemetryResource proxy, IPEndPoint? address) => address?.Address.ToString() == proxy.PodIp;

    private static WorkloadIdentity With(WorkloadIdentity? workload, string? principal) =>
        principal is null ? workload ?? WorkloadIdentity.Unknown : (workload ?? WorkloadIdentity.Unknown) with { Principal = principal };

    private static ExchangeProtocol ProtocolOf(AccessLogEntry entry) =>
        entry.Text(AccessLogLabels.Protocol) is null ? ExchangeProtocol.Tcp
        : entry.Text(AccessLogLabels.GrpcStatus) is null ? ExchangeProtocol.Http
        : ExchangeProtocol.Grpc;

    private static ExchangeRecord WithTexts(ExchangeRecord record, AccessLogEntry entry) => record with
    {
        ResponseCode = entry.Number(AccessLogLabels.ResponseCode),
        ResponseFlags = entry.Text(AccessLogLabels.ResponseFlags) ?? None,
        ResponseCodeDetails = entry.Text(AccessLogLabels.Details),
        ConnectionTerminationDetails = entry.Text(AccessLogLabels.Termination),
        UpstreamTransportFailureReason = entry.Text(AccessLogLabels.TransportFailure),
        Method = entry.Text(AccessLogLabels.Method),
        Path = entry.Text(AccessLogLabels.Path),
        HttpProtocol = entry.Text(AccessLogLabels.Protocol),
        Authority = entry.Text(AccessLogLabels.Authority),
        RequestId = entry.Text(AccessLogLabels.RequestId),
        UserAgent = entry.Text(AccessLogLabels.UserAgent),
        ForwardedFor = entry.Text(AccessLogLabels.ForwardedFor),
        BytesReceived = entry.Long(AccessLogLabels.BytesReceived) ?? 0,
        BytesSent = entry.Long(AccessLogLabels.BytesSent) ?? 0,
        UpstreamServiceTime = entry.Long(AccessLogLabels.ServiceTime),
        UpstreamCluster = entry.Text(AccessLogLabels.UpstreamCluster),
        RequestedServerName = entry.Text(AccessLogLabels.ServerName),
        RouteName = entry.Text(AccessLogLabels.RouteName),
        GrpcStatus = int.TryParse(entry.Text(AccessLogLabels.GrpcStatus), CultureInfo.InvariantCulture, out var status) ? status : null,
    };

    private static ExchangeRecord WithTrace(ExchangeRecord record, string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, out var trace)
            ? record with { TraceId = trace.TraceId, SpanId = trace.SpanId, Sampled = trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) }
            : record;
}
