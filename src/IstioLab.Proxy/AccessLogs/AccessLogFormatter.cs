using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.AccessLogs;

/// <summary>
/// Writes a request in the text format that Istio gives Envoy by default
/// (https://istio.io/latest/docs/tasks/observability/logs/access-log/).
/// </summary>
public static class AccessLogFormatter
{
    /// <summary>The line with its line feed.</summary>
    public static string Format(ExchangeRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var line = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[768]);
        Append(ref line, record);
        return line.ToStringAndClear();
    }

    internal static void Write(ExchangeRecord record, AccessLogWriter writer)
    {
        var line = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[768]);
        Append(ref line, record);
        var text = line.Text;
        var bytes = text.Length <= 1024 ? stackalloc byte[text.Length * 3] : new byte[text.Length * 3];
        writer(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        line.Clear();
    }

    private static void Append(ref DefaultInterpolatedStringHandler line, ExchangeRecord record)
    {
        line.AppendLiteral("[");
        line.AppendFormatted(record.Start.UtcDateTime, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        line.AppendLiteral("] \"");
        AppendRequestLine(ref line, record);
        line.AppendLiteral("\" ");
        line.AppendFormatted(record.ResponseCode);
        Field(ref line, record.ResponseFlags);
        Field(ref line, record.ResponseCodeDetails);
        Field(ref line, record.ConnectionTerminationDetails);
        Quoted(ref line, record.UpstreamTransportFailureReason);
        Number(ref line, record.BytesReceived);
        Number(ref line, record.BytesSent);
        Number(ref line, (long)record.Duration.TotalMilliseconds);
        if (record.UpstreamServiceTime is { } serviceTime)
            Number(ref line, serviceTime);
        else
            line.AppendLiteral(" -");
        Quoted(ref line, record.ForwardedFor);
        Quoted(ref line, record.UserAgent);
        Quoted(ref line, record.RequestId);
        Quoted(ref line, record.Authority);
        AppendAddresses(ref line, record);
        Field(ref line, record.RequestedServerName);
        Field(ref line, record.RouteName);
        line.AppendLiteral("\n");
    }

    private static void AppendRequestLine(ref DefaultInterpolatedStringHandler line, ExchangeRecord record)
    {
        line.AppendLiteral(record.Method ?? "-");
        line.AppendLiteral(" ");
        line.AppendLiteral(record.Path ?? "-");
        line.AppendLiteral(" ");
        line.AppendLiteral(record.HttpProtocol ?? "-");
    }

    private static void AppendAddresses(ref DefaultInterpolatedStringHandler line, ExchangeRecord record)
    {
        line.AppendLiteral(" \"");
        Address(ref line, record.UpstreamHost);
        line.AppendLiteral("\"");
        Field(ref line, record.UpstreamCluster);
        line.AppendLiteral(" ");
        Address(ref line, record.UpstreamLocalAddress);
        line.AppendLiteral(" ");
        Address(ref line, record.DownstreamLocalAddress);
        line.AppendLiteral(" ");
        Address(ref line, record.DownstreamRemoteAddress);
    }

    private static void Field(ref DefaultInterpolatedStringHandler line, string? value)
    {
        line.AppendLiteral(" ");
        line.AppendLiteral(string.IsNullOrEmpty(value) ? "-" : value);
    }

    private static void Quoted(ref DefaultInterpolatedStringHandler line, string? value)
    {
        line.AppendLiteral(" \"");
        line.AppendLiteral(string.IsNullOrEmpty(value) ? "-" : value);
        line.AppendLiteral("\"");
    }

    private static void Number(ref DefaultInterpolatedStringHandler line, long value)
    {
        line.AppendLiteral(" ");
        line.AppendFormatted(value);
    }

    private static void Address(ref DefaultInterpolatedStringHandler line, IPEndPoint? address)
    {
        if (address is null)
            line.AppendLiteral("-");
        else
            line.AppendFormatted(address);
    }
}
