using IstioLab.Config.Discovery;

namespace IstioLab.Config.Analysis;

/// <summary>How to analyze.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The release whose messages are given; 1.30 by default.</summary>
    public IstioRelease Release { get; init; } = IstioRelease.Istio130;

    /// <summary>
    /// Whether the objects are all that a cluster has. Files hold Deployments and no pods, and nothing of Istio's own: for them each workload
    /// counts as one pod, and an ingress gateway is there, as <c>istioctl analyze</c> supposes too.
    /// </summary>
    public bool IsLive { get; init; }

    /// <summary>The clock that certificates are measured by; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
