using System.Globalization;
using IstioLab.Config.Explanation;
using IstioLab.Proxy.AccessLogs;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry;

/// <summary>Makes the log record of a record: the line of the access log, and its parts as attributes to filter by.</summary>
internal static class LogOfExchange
{
    private const int Information = 9;
    private const int Warning = 13;
    private const int Error = 17;

    public static Otlp.LogEntry Of(ExchangeRecord record)
    {
        var time = Nanoseconds.Of(record.Start);
        var (severity, name) = SeverityOf(record.ResponseCode, record.Protocol);
        var entry = new Otlp.LogEntry
        {
            TimeNanoseconds = time,
            ObservedNanoseconds = Nanoseconds.Of(record.Start + record.Duration),
            Severity = severity,
            SeverityText = name,
            Body = new Otlp.Value { Text = AccessLogFormatter.Format(record).TrimEnd() },
        };
        if (record.Sampled)
        {
            entry.TraceId = SpanOfExchange.Bytes(record.TraceId);
            entry.SpanId = SpanOfExchange.Bytes(record.SpanId);
        }

        var parts = entry.Attributes;
        parts.PutKnown("method", record.Method);
        parts.PutKnown("path", record.Path);
        parts.PutKnown("authority", record.Authority);
        parts.Put("response_code", record.ResponseCode);
        parts.Put("response_flags", record.ResponseFlags);
        parts.PutKnown("response_code_details", record.ResponseCodeDetails);
        parts.PutKnown("response_meaning", ResponseFlagText.Describe(record.ResponseFlags, record.ResponseCodeDetails));
        parts.PutKnown("route_name", record.RouteName);
        parts.PutKnown("upstream_cluster", record.UpstreamCluster);
        parts.PutKnown("upstream_host", record.UpstreamHost?.ToString());
        parts.PutKnown("request_id", record.RequestId);
        parts.Put("duration", ((long)record.Duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        return entry;
    }

    private static (int Severity, string Name) SeverityOf(int code, ExchangeProtocol protocol) => code switch
    {
        0 when protocol == ExchangeProtocol.Tcp => (Information, "Information"),
        0 or >= 500 => (Error, "Error"),
        >= 400 => (Warning, "Warning"),
        _ => (Information, "Information"),
    };
}
