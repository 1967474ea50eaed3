using IstioLab.Proxy.AccessLogs;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Makes the one record of a finished request and hands it to telemetry, counters and access log.</summary>
internal sealed class ExchangeRecorder(ProxyCore proxy)
{
    /// <summary>Records a request.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="peers">Who took part, as the side that reports sees it.</param>
    public void Record(Exchange exchange, in ExchangePeers peers)
    {
        var context = exchange.Context;
        var record = new ExchangeRecord
        {
            Resource = proxy.Resource,
            Reporter = peers.Reporter,
            Protocol = exchange.IsGrpc ? ExchangeProtocol.Grpc : ExchangeProtocol.Http,
            OperationName = exchange.Operation,
            TraceId = exchange.Trace.TraceId,
            SpanId = exchange.Trace.SpanId,
            ParentSpanId = exchange.Trace.ParentSpanId,
            Sampled = exchange.Trace.Sampled,
            TraceState = context.Request.Headers.TraceState,
            Start = exchange.Start,
            Duration = proxy.Time.GetElapsedTime(exchange.StartTimestamp),
            ResponseCode = exchange.ClientGone ? 0 : context.Response.StatusCode,
            ResponseFlags = ResponseFlagNames.Format(exchange.Flags),
            ResponseCodeDetails = exchange.Details,
            UpstreamTransportFailureReason = exchange.TransportFailureReason,
            Method = context.Request.Method,
            Path = exchange.OriginalTarget,
            Scheme = exchange.Scheme,
            HttpProtocol = context.Request.Protocol,
            Authority = exchange.Authority,
            RequestId = exchange.RequestId,
            UserAgent = exchange.UserAgent,
            ForwardedFor = exchange.ForwardedFor,
            BytesReceived = exchange.BytesReceived,
            BytesSent = exchange.BytesSent,
            UpstreamServiceTime = exchange.UpstreamServiceTime,
            UpstreamHost = exchange.UpstreamHost,
            UpstreamCluster = exchange.ClusterName,
            UpstreamLocalAddress = exchange.UpstreamLocalAddress,
            DownstreamLocalAddress = exchange.Connection.Destination,
            DownstreamRemoteAddress = exchange.Connection.Source,
            RequestedServerName = exchange.Connection.ServerName,
            RouteName = exchange.RouteName,
            Attempts = exchange.Attempts,
            GrpcStatus = exchange.IsGrpc && int.TryParse(context.Response.Headers.GrpcStatus, out var status) ? status : null,
            Security = peers.Reporter == ReporterKind.Source ? ConnectionSecurity.Unknown : ConnectionSecurity.None,
            Source = peers.Source,
            Destination = peers.Destination,
            DestinationService = peers.Service,
            DestinationServiceName = peers.ServiceName,
            DestinationServiceNamespace = peers.ServiceNamespace,
        };
        Write(record);
    }

    /// <summary>Hands a finished record to everyone who wants it.</summary>
    public void Write(ExchangeRecord record)
    {
        proxy.Counters.Count(record);
        proxy.Options.Telemetry?.TryWrite(record);
        if (proxy.Options.AccessLog is { } writer)
            AccessLogFormatter.Write(record, writer);
    }
}
