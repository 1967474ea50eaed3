using System.Globalization;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry;

/// <summary>Writes the labels as Istio names them (https://istio.io/latest/docs/reference/config/metrics/#labels).</summary>
internal static class MetricLabels
{
    public static IReadOnlyList<Otlp.Attribute> Of(MetricKey key)
    {
        var holder = new Otlp.Service();
        var labels = holder.Attributes;
        labels.Put("reporter", key.Reporter == ReporterKind.Source ? "source" : "destination");
        AddSide("source", key.Source);
        AddSide("destination", key.Destination);
        labels.Put("destination_service", key.Service);
        labels.Put("destination_service_name", key.ServiceName);
        labels.Put("destination_service_namespace", key.ServiceNamespace);
        labels.Put("request_protocol", Name(key.Protocol));
        labels.Put("response_flags", key.ResponseFlags);
        labels.Put("connection_security_policy", Name(key.Security));
        if (key.Protocol != ExchangeProtocol.Tcp)
        {
            labels.Put("response_code", key.ResponseCode);
        }

        if (key.GrpcStatus is { } status)
        {
            labels.Put("grpc_response_status", status.ToString(CultureInfo.InvariantCulture));
        }

        return labels;

        void AddSide(string side, WorkloadIdentity workload)
        {
            labels.Put($"{side}_workload", workload.Workload);
            labels.Put($"{side}_workload_namespace", workload.Namespace);
            labels.Put($"{side}_principal", workload.Principal);
            labels.Put($"{side}_app", workload.App);
            labels.Put($"{side}_version", workload.Version);
            labels.Put($"{side}_cluster", workload.Cluster);
            labels.Put($"{side}_canonical_service", workload.CanonicalService);
            labels.Put($"{side}_canonical_revision", workload.CanonicalRevision);
        }
    }

    private static string Name(ExchangeProtocol protocol) => protocol switch
    {
        ExchangeProtocol.Grpc => "grpc",
        ExchangeProtocol.Tcp => "tcp",
        _ => "http",
    };

    private static string Name(ConnectionSecurity security) => security switch
    {
        ConnectionSecurity.MutualTls => "mutual_tls",
        ConnectionSecurity.None => "none",
        _ => "unknown",
    };
}
