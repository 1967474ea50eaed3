using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry;

/// <summary>
/// Makes the OpenTelemetry resource of a proxy: one service per workload, one instance per pod, so that the dashboard shows
/// <c>apps-client</c> and <c>apps-v1</c> beside each other.
/// </summary>
internal static class ServiceDescription
{
    public static Otlp.Service Of(TelemetryResource proxy, string clusterKind)
    {
        var service = new Otlp.Service();
        var attributes = service.Attributes;
        attributes.Put("service.name", proxy.WorkloadName.Length > 0 ? proxy.WorkloadName : proxy.ServiceName);
        attributes.Put("service.instance.id", proxy.PodName);
        attributes.PutKnown("service.namespace", proxy.Namespace);
        attributes.PutKnown("service.version", proxy.CanonicalRevision);
        attributes.PutKnown("k8s.namespace.name", proxy.Namespace);
        attributes.PutKnown("k8s.pod.name", proxy.PodName);
        attributes.PutKnown("k8s.pod.ip", proxy.PodIp);
        attributes.PutKnown("k8s.node.name", proxy.NodeName);
        attributes.PutKnown("istio.canonical_service", proxy.CanonicalService);
        attributes.PutKnown("istio.canonical_revision", proxy.CanonicalRevision);
        attributes.PutKnown("istio.mesh_id", proxy.MeshId);
        attributes.PutKnown("istio.cluster_id", proxy.ClusterId);
        attributes.PutKnown("istiolab.cluster", clusterKind);
        return service;
    }
}
