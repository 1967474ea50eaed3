using System.Net;
using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Relay;

namespace IstioLab.Cli.Hosting;

/// <summary>Starts the relay of a cluster that installs its own Istio, when the cluster is there and Istio is not yet.</summary>
/// <param name="folder">The environment's folder, which keeps the relay's ports and token.</param>
/// <param name="kind">The cluster's kind.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Gets what becomes of the telemetry.</param>
internal sealed class RelayOpener(EnvironmentFolder folder, string kind, TimeProvider time, Action<string> report) : IAsyncDisposable
{
    /// <summary>The relay; null before it was opened.</summary>
    public OtlpRelay? Relay { get; private set; }

    /// <summary>Starts it.</summary>
    /// <param name="host">The host by which pods reach this machine.</param>
    /// <param name="gateway">This machine's address in the container network; null binds every address.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The way to it, as Istio's configuration names it.</returns>
    public async Task<RelayRoute?> OpenAsync(string host, IPAddress? gateway, CancellationToken cancellationToken)
    {
        Relay ??= await OtlpRelay.StartAsync(
            new OtlpRelayOptions { Address = gateway ?? IPAddress.Any, Folder = folder, Sending = new TelemetryExporterOptions { ClusterKind = kind } },
            time,
            report,
            cancellationToken);
        return Relay.Route(host);
    }

    public ValueTask DisposeAsync() => Relay?.DisposeAsync() ?? ValueTask.CompletedTask;
}
