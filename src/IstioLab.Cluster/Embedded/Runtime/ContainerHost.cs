using IstioLab.Cluster.Embedded.Runtime.Files;
using IstioLab.Cluster.Embedded.Runtime.Processes;
using IstioLab.Proxy;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>What all programs of one container share.</summary>
internal sealed class ContainerHost
{
    /// <summary>What the container was created from.</summary>
    public required ContainerSpec Spec { get; init; }

    /// <summary>Its image.</summary>
    public required ContainerImage Image { get; init; }

    /// <summary>Its files.</summary>
    public required ContainerFiles Files { get; init; }

    /// <summary>Its processes.</summary>
    public required ProcessTable Processes { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Chance; one per container, so that a seed repeats a run.</summary>
    public required RandomSource Random { get; init; }

    /// <summary>The pod's host name.</summary>
    public string Hostname => Spec.Hostname ?? Spec.PodName;
}
