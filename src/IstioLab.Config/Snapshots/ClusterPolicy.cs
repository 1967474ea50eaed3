using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots;

/// <summary>The merged traffic policy of a cluster; absent parts mean Istio's defaults.</summary>
public sealed record ClusterPolicy
{
    /// <summary>No DestinationRule: LEAST_REQUEST, no limits, no ejection, automatic mutual TLS.</summary>
    public static ClusterPolicy Default { get; } = new();

    /// <summary>How an endpoint is chosen.</summary>
    public LoadBalancerSettings? LoadBalancer { get; init; }

    /// <summary>
    /// How locality counts: the rule's settings, else the mesh's; <see langword="null"/> when switched off. Failover needs ejection too.
    /// </summary>
    public LocalitySettings? Locality { get; init; } = new();

    /// <summary>Limits; the default is none.</summary>
    public ConnectionPoolSettings? ConnectionPool { get; init; }

    /// <summary>When endpoints are ejected; the default is never.</summary>
    public OutlierDetectionSettings? OutlierDetection { get; init; }

    /// <summary>TLS towards the upstream; absent means automatic mutual TLS.</summary>
    public ClientTlsSettings? Tls { get; init; }

    /// <summary>How long to wait for a connection; 10 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
