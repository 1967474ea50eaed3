using System.Net;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>Where a relay listens, and how much it holds.</summary>
public sealed record OtlpRelayOptions
{
    /// <summary>
    /// The address it binds: the gateway of the container network where it is known, else any address, then with a token.
    /// </summary>
    /// <value>Default: loopback, which pods in containers do not reach.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port of gRPC, where sidecars are configured with one already; 0, the default, takes the kept one or a free one.</summary>
    public int GrpcPort { get; init; }

    /// <summary>The ports and the token are kept here, so that sidecars find the relay again after a restart; null keeps nothing.</summary>
    public EnvironmentFolder? Folder { get; init; }

    /// <summary>What senders must show; null draws one unless <see cref="Address"/> is loopback.</summary>
    public string? Token { get; init; }

    /// <summary>How many bytes wait at most for a receiver that is away; further requests are dropped and counted.</summary>
    /// <value>Default: 32 MB, about 60,000 spans.</value>
    public long Capacity { get; init; } = 32 * 1024 * 1024;

    /// <summary>Pauses and limits of sending, and the kind of the cluster that the telemetry is from.</summary>
    public TelemetryExporterOptions Sending { get; init; } = new();
}
