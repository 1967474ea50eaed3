using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Telemetry;

/// <summary>
/// Who reports: one instance per proxy, compared by reference, so that the exporter groups records by it without looking inside.
/// </summary>
/// <param name="ServiceName">The OpenTelemetry service: <c>&lt;canonical service&gt;.&lt;namespace&gt;</c> as Istio's OpenTelemetry tracer names it.</param>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="PodName">The pod.</param>
/// <param name="PodIp">The pod's address.</param>
/// <param name="NodeName">The node that runs the pod; empty if not known.</param>
/// <param name="CanonicalService">Tag <c>istio.canonical_service</c>.</param>
/// <param name="CanonicalRevision">Tag <c>istio.canonical_revision</c>; <c>latest</c> by default.</param>
/// <param name="WorkloadName">The Deployment or other owner of the pod.</param>
/// <param name="NodeId">Tag <c>node_id</c>: <c>sidecar~10.244.0.5~pod.ns~ns.svc.cluster.local</c>.</param>
public sealed record TelemetryResource(
    string ServiceName,
    string Namespace,
    string PodName,
    string PodIp,
    string NodeName,
    string CanonicalService,
    string CanonicalRevision,
    string WorkloadName,
    string NodeId)
{
    /// <summary>Tag <c>istio.mesh_id</c>.</summary>
    public string MeshId { get; init; } = "cluster.local";

    /// <summary>Tag <c>istio.cluster_id</c>.</summary>
    public string ClusterId { get; init; } = "Kubernetes";

    /// <summary>The workload as the metrics of this and of other proxies name it.</summary>
    public WorkloadIdentity Workload { get; init; } = WorkloadIdentity.Unknown;

    /// <summary>The resource of a proxy, named as Istio's OpenTelemetry tracer does: <c>&lt;canonical service&gt;.&lt;namespace&gt;</c>.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="workload">The Deployment or other owner; null to derive it from the pod's name and labels.</param>
    /// <param name="nodeName">The node that runs the pod.</param>
    public static TelemetryResource Of(ProxyIdentity proxy, string? workload = null, string nodeName = "")
    {
        ArgumentNullException.ThrowIfNull(proxy);
        var identity = WorkloadNames.Of(proxy.PodName, proxy.Namespace, proxy.Labels, workload);
        return new TelemetryResource(
            $"{identity.CanonicalService}.{proxy.Namespace}",
            proxy.Namespace,
            proxy.PodName,
            proxy.Address?.ToString() ?? "",
            nodeName,
            identity.CanonicalService,
            identity.CanonicalRevision,
            identity.Workload,
            proxy.NodeId)
        {
            Workload = identity,
        };
    }

    /// <inheritdoc/>
    public bool Equals(TelemetryResource? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
