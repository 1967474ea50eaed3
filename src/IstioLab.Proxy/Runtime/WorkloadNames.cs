using System.Collections.Frozen;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Runtime;

/// <summary>Names workloads as Istio's telemetry does, from what a pod's name and labels say.</summary>
internal static class WorkloadNames
{
    private const string Unknown = "unknown";

    public static WorkloadIdentity Of(Endpoint endpoint) =>
        endpoint.PodName.Length == 0 && endpoint.Labels.Count == 0
            ? WorkloadIdentity.Unknown
            : Of(endpoint.PodName, endpoint.Namespace, endpoint.Labels, workload: null);

    public static WorkloadIdentity Of(string podName, string podNamespace, FrozenDictionary<string, string> labels, string? workload)
    {
        workload ??= WorkloadOf(podName, labels);
        return new WorkloadIdentity
        {
            Workload = workload,
            Namespace = podNamespace.Length == 0 ? Unknown : podNamespace,
            App = labels.GetValueOrDefault("app", Unknown),
            Version = labels.GetValueOrDefault("version", Unknown),
            Cluster = "Kubernetes",
            CanonicalService = CanonicalService(labels, workload),
            CanonicalRevision = CanonicalRevision(labels),
        };
    }

    /// <summary>Istio's order: its own label, the recommended one, <c>app</c>, then the workload.</summary>
    public static string CanonicalService(FrozenDictionary<string, string> labels, string workload) =>
        labels.GetValueOrDefault("service.istio.io/canonical-name")
        ?? labels.GetValueOrDefault("app.kubernetes.io/name")
        ?? labels.GetValueOrDefault("app", workload);

    public static string CanonicalRevision(FrozenDictionary<string, string> labels) =>
        labels.GetValueOrDefault("service.istio.io/canonical-revision")
        ?? labels.GetValueOrDefault("app.kubernetes.io/version")
        ?? labels.GetValueOrDefault("version", "latest");

    /// <summary>The Deployment of a pod: its name without the replica set's hash and the pod's own suffix.</summary>
    private static string WorkloadOf(string podName, FrozenDictionary<string, string> labels)
    {
        if (podName.Length == 0)
            return Unknown;
        if (!labels.TryGetValue("pod-template-hash", out var hash))
            return podName;
        var end = podName.LastIndexOf("-" + hash + "-", StringComparison.Ordinal);
        return end > 0 ? podName[..end] : podName;
    }
}
