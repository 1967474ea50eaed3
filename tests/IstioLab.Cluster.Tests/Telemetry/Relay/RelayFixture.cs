using IstioLab.Cluster.Environments;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Relay;

namespace IstioLab.Cluster.Tests.Telemetry.Relay;

/// <summary>Starts relays on loopback ports.</summary>
internal static class RelayFixture
{
    public static async Task<OtlpRelay> StartAsync(
        OtlpTarget? target, Action<string> report, string? token = null, EnvironmentFolder? folder = null, long? capacity = null)
    {
        var options = new OtlpRelayOptions { Token = token, Folder = folder, Sending = new TelemetryExporterOptions { ClusterKind = "k3d" } };
        var relay = await OtlpRelay.StartAsync(
            capacity is { } bytes ? options with { Capacity = bytes } : options, TimeProvider.System, report, TestContext.Current.CancellationToken);
        if (target is not null)
        {
            relay.SendTo(target);
        }

        return relay;
    }
}
