using IstioLab.Cluster.Telemetry.Relay;

namespace IstioLab.Cluster.Providers;

/// <summary>A cluster that installs its own Istio and so configured its sidecars with a relay of its own when it started.</summary>
public interface IRelayingCluster : ICluster
{
    /// <summary>The relay; null before the start, and where none could be had. The cluster disposes it.</summary>
    OtlpRelay? Relay { get; }
}
