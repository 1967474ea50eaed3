using IstioLab.Cluster.Telemetry.Relay;

namespace IstioLab.Cluster.Istio;

/// <summary>How Istio is installed.</summary>
internal sealed record IstioInstallOptions
{
    /// <summary>The release.</summary>
    public required MinorVersion Version { get; init; }

    /// <summary>The folder that gets the overlay.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the images come from; null for Istio's own place.</summary>
    public string? Hub { get; init; }

    /// <summary>The way to the telemetry relay; null for none.</summary>
    public RelayRoute? Relay { get; init; }

    /// <summary>How long pods may take to be ready.</summary>
    /// <value>Default: 5 minutes.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
