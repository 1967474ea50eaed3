using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry;

/// <summary>The labels of Istio's standard metrics: records with equal keys are counted together.</summary>
internal sealed record MetricKey(
    ReporterKind Reporter,
    ExchangeProtocol Protocol,
    WorkloadIdentity Source,
    WorkloadIdentity Destination,
    string Service,
    string ServiceName,
    string ServiceNamespace,
    int ResponseCode,
    int? GrpcStatus,
    string ResponseFlags,
    ConnectionSecurity Security)
{
    public static MetricKey Of(ExchangeRecord record) => new(
        record.Reporter,
        record.Protocol,
        record.Source,
        record.Destination,
        record.DestinationService,
        record.DestinationServiceName,
        record.DestinationServiceNamespace,
        record.ResponseCode,
        record.Protocol == ExchangeProtocol.Grpc ? record.GrpcStatus : null,
        record.ResponseFlags,
        record.Reporter == ReporterKind.Source ? ConnectionSecurity.Unknown : record.Security);
}
