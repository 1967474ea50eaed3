using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Dns;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Proxy.Network;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>What the kubelet works with.</summary>
internal sealed record KubeletServices
{
    public required IObjectApi Api { get; init; }

    public required EventRecorder Events { get; init; }

    public required IContainerRuntime Runtime { get; init; }

    public required PodNetwork Network { get; init; }

    public required ClusterDns Dns { get; init; }

    public required ITrafficDrain Drain { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>The most that a pod's own grace period may be; null leaves it to the pod.</summary>
    public TimeSpan? Grace { get; init; }

    public AddressPool Addresses { get; } = new();
}
