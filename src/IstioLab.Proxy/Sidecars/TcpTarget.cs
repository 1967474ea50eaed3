using System.Net;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Sidecars;

/// <summary>Where a TCP connection goes, and how telemetry names it.</summary>
internal sealed record TcpTarget(string Cluster, IPEndPoint Host)
{
    public ReporterKind Reporter { get; init; }

    public WorkloadIdentity Source { get; init; } = WorkloadIdentity.Unknown;

    public WorkloadIdentity Destination { get; init; } = WorkloadIdentity.Unknown;

    public string Service { get; init; } = "unknown";

    public string ServiceName { get; init; } = "unknown";

    public string ServiceNamespace { get; init; } = "unknown";
}
