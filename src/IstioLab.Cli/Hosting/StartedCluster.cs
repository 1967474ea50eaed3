using IstioLab.Cluster.Providers;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Tools;

namespace IstioLab.Cli.Hosting;

/// <summary>A cluster and where the records of its proxies go.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Telemetry">The exporter of an embedded cluster; null for a real one.</param>
/// <param name="Opener">Starts the relay of a cluster that installs its own Istio; null for the others.</param>
internal sealed record StartedCluster(ICluster Cluster, TelemetryExporter? Telemetry, RelayOpener? Opener = null)
{
    /// <summary>Stops it, also after a start that failed half-way, and tells what of it stays.</summary>
    public async Task StopAsync(Action<string> report)
    {
        try
        {
            await Cluster.StopAsync(CancellationToken.None);
        }
        catch (Exception stays) when (stays is ClusterFailedException or ToolFailedException or ToolTimeoutException)
        {
            report(stays.Message);
        }

        await Cluster.DisposeAsync();
        if (Telemetry is not null)
        {
            await Telemetry.DisposeAsync();
        }

        if (Opener is not null)
        {
            await Opener.DisposeAsync();
        }
    }
}
