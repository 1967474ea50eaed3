using IstioLab.Cluster.Embedded.Kubelet;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>How a pod's proxy names itself in telemetry. https://istio.io/latest/docs/reference/config/metrics/</summary>
internal static class ProxyResources
{
    private const string HashLabel = "pod-template-hash";

    public static TelemetryResource Of(StoredObject pod, ProxyIdentity identity)
    {
        var workload = Workload(pod);
        var service = First(pod, "service.istio.io/canonical-name", "app.kubernetes.io/name", "app") ?? workload;
        var revision = First(pod, "service.istio.io/canonical-revision", "app.kubernetes.io/version", "version") ?? "latest";
        return new TelemetryResource(
            $"{service}.{pod.Namespace}", pod.Namespace, pod.Name, $"{identity.Address}", NodeObject.Name, service, revision, workload, identity.NodeId)
        {
            Workload = new WorkloadIdentity
            {
                Workload = workload,
                Namespace = pod.Namespace,
                App = First(pod, "app") ?? "unknown",
                Version = First(pod, "version") ?? "unknown",
                Cluster = "Kubernetes",
                CanonicalService = service,
                CanonicalRevision = revision,
            },
        };
    }

    /// <summary>The Deployment of a pod that a ReplicaSet made, else its owner, else the pod itself.</summary>
    private static string Workload(StoredObject pod)
    {
        if (pod.Controller() is not { } owner) return pod.Name;
        var suffix = pod.Labels.TryGetValue(HashLabel, out var hash) ? $"-{hash}" : "-";
        return owner.Kind == "ReplicaSet" && owner.Name.EndsWith(suffix, StringComparison.Ordinal) ? owner.Name[..^suffix.Length] : owner.Name;
    }

    private static string? First(StoredObject pod, params ReadOnlySpan<string> labels)
    {
        foreach (var label in labels)
        {
            if (pod.Labels.TryGetValue(label, out var value)) return value;
        }

        return null;
    }
}
