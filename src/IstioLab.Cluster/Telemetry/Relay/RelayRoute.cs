using System.Net;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>The way from a pod to the relay, as Istio's configuration names it.</summary>
/// <param name="Host">The host that extension providers and the ServiceEntry share, such as <c>host.k3d.internal</c>.</param>
/// <param name="Port">The relay's gRPC port.</param>
public sealed record RelayRoute(string Host, int Port)
{
    /// <summary>What pods dial. With null, the default, each pod resolves <see cref="Host"/> by its DNS.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What senders show in the header <see cref="RelayToken.Header"/>; null when the relay asks for none.</summary>
    public string? Token { get; init; }
}
