using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Dns;
using IstioLab.Proxy;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>What the programs of proxies need from their host.</summary>
internal sealed record ProxyServices
{
    public required IObjectApi Api { get; init; }

    public required MeshController Mesh { get; init; }

    public required PodHttpServer Http { get; init; }

    public required ClusterDns Dns { get; init; }

    public required ITelemetryWriter? Telemetry { get; init; }

    public required TimeProvider Time { get; init; }

    public required RandomSource Random { get; init; }

    public required string IstioVersion { get; init; }
}
