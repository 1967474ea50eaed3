using System.Globalization;
using System.Text;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Stats;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Admin;

/// <summary>Writes a proxy's counters in Prometheus' text format with Istio's names and labels.</summary>
internal static class PrometheusWriter
{
    /// <param name="outbound">The side that calls.</param>
    /// <param name="inbound">The side that is called; null for a gateway.</param>
    /// <param name="filter">A text that the names of the metrics must hold; empty for all of them.</param>
    public static string Write(ProxyCore outbound, ProxyCore? inbound, string filter)
    {
        var all = outbound.Counters.All.Concat(inbound?.Counters.All ?? []).ToArray();
        var requests = all.Where(series => series.Labels.Protocol != ExchangeProtocol.Tcp).ToArray();
        var text = new StringBuilder();
        Metric(text, filter, "istio_requests_total", requests, series => series.Requests);
        Distribution(text, filter, "istio_request_duration_milliseconds", requests, series => series.Milliseconds);
        Distribution(text, filter, "istio_request_bytes", requests, series => series.RequestBytes);
        Distribution(text, filter, "istio_response_bytes", requests, series => series.ResponseBytes);
        var connections = all.Where(series => series.Labels.Protocol == ExchangeProtocol.Tcp).ToArray();
        Metric(text, filter, "istio_tcp_connections_closed_total", connections, series => series.Requests);
        Metric(text, filter, "istio_tcp_received_bytes_total", connections, series => series.RequestBytes.Sum);
        Metric(text, filter, "istio_tcp_sent_bytes_total", connections, series => series.ResponseBytes.Sum);
        return text.ToString();
    }

    private static void Metric(
        StringBuilder text, string filter, string name, RequestCounters.Series[] all, Func<RequestCounters.Series, long> value)
    {
        if (all.Length == 0 || !name.Contains(filter, StringComparison.Ordinal))
            return;
        text.Append("# TYPE ").Append(name).Append(" counter\n");
        foreach (var series in all)
            text.Append(CultureInfo.InvariantCulture, $"{name}{{{Labels(series.Labels)}}} {value(series)}\n");
    }

    private static void Distribution(
        StringBuilder text, string filter, string name, RequestCounters.Series[] all, Func<RequestCounters.Series, Histogram> values)
    {
        if (all.Length == 0 || !name.Contains(filter, StringComparison.Ordinal))
            return;
        text.Append("# TYPE ").Append(name).Append(" histogram\n");
        foreach (var series in all)
        {
            var labels = Labels(series.Labels);
            var histogram = values(series);
            long count = 0;
            for (var bucket = 0; bucket <= Histogram.Bounds.Length; bucket++)
            {
                count += histogram[bucket];
                var bound = bucket < Histogram.Bounds.Length ? Histogram.Bounds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {count}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {histogram.Sum}\n{name}_count{{{labels}}} {count}\n");
        }
    }

    private static string Labels(ExchangeRecord record)
    {
        var labels = new List<string> { Label("reporter", record.Reporter == ReporterKind.Source ? "source" : "destination") };
        Workload(labels, "source", record.Source);
        Workload(labels, "destination", record.Destination);
        labels.Add(Label("destination_service", record.DestinationService));
        labels.Add(Label("destination_service_name", record.DestinationServiceName));
        labels.Add(Label("destination_service_namespace", record.DestinationServiceNamespace));
        labels.Add(Label("request_protocol", record.Protocol.ToString().ToLowerInvariant()));
        if (record.Protocol != ExchangeProtocol.Tcp)
            labels.Add(Label("response_code", record.ResponseCode.ToString(CultureInfo.InvariantCulture)));
        if (record.Protocol == ExchangeProtocol.Grpc)
            labels.Add(Label("grpc_response_status", record.GrpcStatus?.ToString(CultureInfo.InvariantCulture) ?? ""));
        labels.Add(Label("response_flags", record.ResponseFlags));
        labels.Add(Label("connection_security_policy", record.Security switch
        {
            ConnectionSecurity.MutualTls => "mutual_tls",
            ConnectionSecurity.None => "none",
            _ => "unknown",
        }));
        return string.Join(',', labels);
    }

    private static void Workload(List<string> labels, string side, WorkloadIdentity workload)
    {
        labels.Add(Label(side + "_workload", workload.Workload));
        labels.Add(Label(side + "_workload_namespace", workload.Namespace));
        labels.Add(Label(side + "_principal", workload.Principal));
        labels.Add(Label(side + "_app", workload.App));
        labels.Add(Label(side + "_version", workload.Version));
        labels.Add(Label(side + "_cluster", workload.Cluster));
        labels.Add(Label(side + "_canonical_service", workload.CanonicalService));
        labels.Add(Label(side + "_canonical_revision", workload.CanonicalRevision));
    }

    private static string Label(string name, string value) =>
        $"{name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
