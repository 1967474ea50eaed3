namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a cluster of a lab runs on. Everything above it is the same.</summary>
public enum IstioLabClusterKind
{
    /// <summary>In a process of its own on this machine: no Docker, no images, no network; Istio's behaviour is simulated.</summary>
    Embedded,

    /// <summary>k3d with real Istio; needs Docker.</summary>
    K3d,

    /// <summary>A cluster that is there already, through its kubeconfig.</summary>
    Current,
}
