using System.Globalization;
using System.Net;
using System.Text;

namespace IstioLab.Proxy.Telemetry;

/// <summary>
/// Istio's default access log format in text
/// (https://istio.io/latest/docs/tasks/observability/logs/access-log/#default-access-log-format). A value that is missing is <c>-</c>.
/// </summary>
public static class AccessLogText
{
    private const string Missing = "-";

    /// <summary>The line of one record, without an end of line.</summary>
    public static string Format(ExchangeRecord record)
    {
        var line = new StringBuilder(512);
        line.Append(CultureInfo.InvariantCulture, $"[{record.Start.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}] ");
        line.Append('"').Append(Or(record.Method)).Append(' ').Append(Or(record.Path)).Append(' ').Append(Or(record.HttpProtocol)).Append("\" ");
        line.Append(record.ResponseCode.ToString(CultureInfo.InvariantCulture)).Append(' ');
        line.Append(Or(record.ResponseFlags)).Append(' ');
        line.Append(Or(record.ResponseCodeDetails)).Append(' ');
        line.Append(Or(record.ConnectionTerminationDetails)).Append(' ');
        Quote(line, record.UpstreamTransportFailureReason).Append(' ');
        line.Append(CultureInfo.InvariantCulture, $"{record.BytesReceived} {record.BytesSent} {(long)record.Duration.TotalMilliseconds} ");
        line.Append(record.UpstreamServiceTime?.ToString(CultureInfo.InvariantCulture) ?? Missing).Append(' ');
        Quote(line, record.ForwardedFor).Append(' ');
        Quote(line, record.UserAgent).Append(' ');
        Quote(line, record.RequestId).Append(' ');
        Quote(line, record.Authority).Append(' ');
        Quote(line, Text(record.UpstreamHost)).Append(' ');
        line.Append(Or(record.UpstreamCluster)).Append(' ');
        line.Append(Or(Text(record.UpstreamLocalAddress))).Append(' ');
        line.Append(Or(Text(record.DownstreamLocalAddress))).Append(' ');
        line.Append(Or(Text(record.DownstreamRemoteAddress))).Append(' ');
        line.Append(Or(record.RequestedServerName)).Append(' ').Append(Or(record.RouteName));
        return line.ToString();
    }

    private static StringBuilder Quote(StringBuilder line, string? value) => line.Append('"').Append(Or(value)).Append('"');

    private static string Or(string? value) => string.IsNullOrEmpty(value) ? Missing : value;

    private static string? Text(IPEndPoint? address) => address?.ToString();
}
