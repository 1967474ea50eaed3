using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Telemetry;

namespace IstioLab.Cli.Hosting;

/// <summary>A cluster and where the records of its proxies go.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Telemetry">The exporter of an embedded cluster; null for a real one.</param>
internal sealed record StartedCluster(ICluster Cluster, TelemetryExporter? Telemetry) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        if (Telemetry is not null)
        {
            await Telemetry.DisposeAsync();
        }
    }
}
