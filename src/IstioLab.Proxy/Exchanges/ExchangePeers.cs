using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Who took part in a request, as the reporting side sees it.</summary>
internal readonly record struct ExchangePeers(
    ReporterKind Reporter,
    WorkloadIdentity Source,
    WorkloadIdentity Destination,
    string Service,
    string ServiceName,
    string ServiceNamespace);
