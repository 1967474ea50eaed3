using System.Collections.Frozen;
using System.Net;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Snapshots;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>What a pod's proxy is to the control plane.</summary>
internal static class ProxyIdentities
{
    private const string HashLabel = "pod-template-hash";

    public static ProxyIdentity Of(StoredObject pod, ProxyType type, IPAddress address)
    {
        var account = pod.ToNode().Text("spec", "serviceAccountName");
        return new ProxyIdentity
        {
            Type = type,
            Namespace = pod.Namespace,
            PodName = pod.Name,
            Address = address,
            Labels = Labels(pod),
            ServiceAccount = account.Length > 0 ? account : "default",
        };
    }

    public static FrozenDictionary<string, string> Labels(StoredObject pod) => pod.Labels.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The Deployment of a pod that a ReplicaSet made, else its owner, else the pod itself.</summary>
    public static string Workload(StoredObject pod)
    {
        if (pod.Controller() is not { } owner) return pod.Name;
        var suffix = pod.Labels.TryGetValue(HashLabel, out var hash) ? $"-{hash}" : "-";
        return owner.Kind == "ReplicaSet" && owner.Name.EndsWith(suffix, StringComparison.Ordinal) ? owner.Name[..^suffix.Length] : owner.Name;
    }
}
