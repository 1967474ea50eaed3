using System.Net;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>What a pod's worker knows at one moment.</summary>
internal sealed record PodReport
{
    public required long Generation { get; init; }

    /// <summary>The pod's address; null until it is prepared.</summary>
    public required IPAddress? Address { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required bool Initialized { get; init; }

    /// <summary>No container will run any more.</summary>
    public required bool Finished { get; init; }

    public required string RestartPolicy { get; init; }

    public required IReadOnlyList<ContainerSlot> Initial { get; init; }

    public required IReadOnlyList<ContainerSlot> Main { get; init; }

    public required DateTimeOffset Now { get; init; }
}
