namespace IstioLab.Cluster.Embedded.Events;

/// <summary>Who reports an event.</summary>
internal sealed record EventSource(string Component, string Host = "")
{
    public static EventSource Scheduler { get; } = new("default-scheduler");

    public static EventSource Deployments { get; } = new("deployment-controller");

    public static EventSource ReplicaSets { get; } = new("replicaset-controller");

    public static EventSource Services { get; } = new("service-controller");

    public static EventSource Mesh { get; } = new("istiod");

    public static EventSource Kubelet { get; } = new("kubelet", NodeName);

    /// <summary>The name of the only node.</summary>
    public const string NodeName = "istiolab-node";
}
