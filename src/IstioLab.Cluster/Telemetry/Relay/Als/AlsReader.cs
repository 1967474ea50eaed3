using System.Globalization;

namespace IstioLab.Cluster.Telemetry.Relay.Als;

/// <summary>
/// Makes of the lines of Envoy's access-log service (Istio's provider <c>envoyHttpAls</c> or <c>envoyTcpAls</c>) the labels that the generated
/// provider would have sent. Its stream names the node, so that no address has to be looked up.
/// </summary>
internal static class AlsReader
{
    private static readonly string[] s_methods = ["-", "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    private static readonly string[] s_versions = ["-", "HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"];

    /// <param name="message">A message of the stream.</param>
    /// <param name="pod">The pod of the stream's node.</param>
    public static IEnumerable<(AccessLogEntry Entry, ulong TimeNanoseconds)> Read(LogMessage message, string pod)
    {
        foreach (var line in message.Http?.Lines ?? [])
        {
            if (line.Common is { Intermediate: false } common)
            {
                var labels = CommonLabels(common, pod);
                AddRequest(labels, line);
                AddResponse(labels, line.Response);
                yield return (new AccessLogEntry(labels), Time(common));
            }
        }

        foreach (var line in message.Tcp?.Lines ?? [])
        {
            if (line.Common is { Intermediate: false } common)
            {
                var labels = CommonLabels(common, pod);
                labels[AccessLogLabels.BytesReceived] = Number(line.Connection?.ReceivedBytes ?? 0);
                labels[AccessLogLabels.BytesSent] = Number(line.Connection?.SentBytes ?? 0);
                yield return (new AccessLogEntry(labels), Time(common));
            }
        }
    }

    private static Dictionary<string, string> CommonLabels(Common common, string pod) => new(StringComparer.Ordinal)
    {
        [AccessLogLabels.Pod] = pod,
        [AccessLogLabels.ResponseFlags] = FlagNames.Write(common.Flags),
        [AccessLogLabels.Termination] = common.TerminationDetails,
        [AccessLogLabels.TransportFailure] = common.TransportFailure,
        [AccessLogLabels.Duration] = Milliseconds(common.Duration ?? common.UntilLastDownstreamByte),
        [AccessLogLabels.ServiceTime] = Milliseconds(common.UntilFirstUpstreamByte),
        [AccessLogLabels.UpstreamHost] = Text(common.UpstreamRemote),
        [AccessLogLabels.UpstreamCluster] = common.UpstreamCluster,
        [AccessLogLabels.UpstreamLocalAddress] = Text(common.UpstreamLocal),
        [AccessLogLabels.DownstreamLocalAddress] = Text(common.DownstreamLocal),
        [AccessLogLabels.DownstreamRemoteAddress] = Text(common.DownstreamRemote),
        [AccessLogLabels.ServerName] = common.Tls?.ServerName ?? "",
        [AccessLogLabels.PeerSubject] = common.Tls?.Peer?.Names.FirstOrDefault()?.Uri ?? "",
        [AccessLogLabels.RouteName] = common.RouteName,
    };

    private static void AddRequest(Dictionary<string, string> labels, HttpLine line)
    {
        var request = line.Request ?? new Request();
        labels[AccessLogLabels.Method] = s_methods.ElementAtOrDefault(request.Method) ?? "-";
        labels[AccessLogLabels.Protocol] = s_versions.ElementAtOrDefault(line.Version) ?? "-";
        labels[AccessLogLabels.Path] = request.OriginalPath.Length > 0 ? request.OriginalPath : request.Path;
        labels[AccessLogLabels.Authority] = request.Authority;
        labels[AccessLogLabels.UserAgent] = request.UserAgent;
        labels[AccessLogLabels.ForwardedFor] = request.ForwardedFor;
        labels[AccessLogLabels.RequestId] = request.RequestId;
        labels[AccessLogLabels.BytesReceived] = Number(request.BodyBytes);
        labels[AccessLogLabels.TraceParent] = request.Headers.GetValueOrDefault("traceparent", "");
    }

    private static void AddResponse(Dictionary<string, string> labels, Response? response)
    {
        labels[AccessLogLabels.ResponseCode] = Number(response?.Status ?? 0);
        labels[AccessLogLabels.BytesSent] = Number(response?.BodyBytes ?? 0);
        labels[AccessLogLabels.Details] = response?.Details ?? "";
        labels[AccessLogLabels.GrpcStatus] = response?.Trailers.GetValueOrDefault("grpc-status", "") ?? "";
    }

    private static ulong Time(Common common) => Nanoseconds.Of(common.Start?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch);

    private static string Milliseconds(Google.Protobuf.WellKnownTypes.Duration? duration) =>
        duration is null ? "" : ((long)duration.ToTimeSpan().TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private static string Text(Address? address) =>
        address?.Socket is { } socket ? string.Create(CultureInfo.InvariantCulture, $"{(socket.Address.Contains(':') ? $"[{socket.Address}]" : socket.Address)}:{socket.Port}") : "";

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
