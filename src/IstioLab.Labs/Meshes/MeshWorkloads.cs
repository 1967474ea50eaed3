using System.Collections.Frozen;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Yaml;

namespace IstioLab.Labs.Meshes;

/// <summary>Finds the proxies of workloads that people name.</summary>
/// <param name="state">The mesh: of files, or of a running cluster.</param>
public sealed class MeshWorkloads(MeshState state)
{
    private static readonly FrozenSet<string> s_kinds = FrozenSet.ToFrozenSet(["Deployment", "Pod", "StatefulSet", "DaemonSet", "WorkloadEntry"], StringComparer.Ordinal);

    /// <summary>The workloads as <c>NAMESPACE/NAME</c>, sorted; pods alone are not among them.</summary>
    public IEnumerable<string> Names => state.Objects.Where(item => item.Id.Kind != "Pod" && s_kinds.Contains(item.Id.Kind))
        .Select(item => $"{item.Id.Namespace}/{item.Id.Name}")
        .Order(StringComparer.Ordinal);

    /// <summary>The sidecar of the pod or the workload with a name; a pod wins.</summary>
    /// <param name="ns">The namespace; null for any.</param>
    /// <param name="name">The name.</param>
    /// <returns>Null when there is none.</returns>
    public ProxyIdentity? FindSidecar(string? ns, string name)
    {
        var found = state.Objects
            .Where(item => s_kinds.Contains(item.Id.Kind) && item.Id.Name == name && (ns is null || item.Id.Namespace == ns))
            .MinBy(item => item.Id.Kind switch { "Pod" => 0, "WorkloadEntry" => 2, _ => 1 });
        if (found is null)
        {
            return null;
        }

        if (found.Id.Kind == "WorkloadEntry")
        {
            return OfEntry(found);
        }

        var labels = found.Id.Kind == "Pod" ? found.Labels : TemplateLabels(found);
        var pod = found.Id.Kind == "Pod" ? found : FindPod(found.Id.Namespace, labels);
        return Identity(ProxyType.Sidecar, found.Id.Namespace, labels, pod);
    }

    /// <summary>A gateway's proxy: the workload with the name, else what a Service of that name would select.</summary>
    public ProxyIdentity FindGateway(string ns, string name)
    {
        var workloads = state.Objects.Where(item => item.Id.Kind is "Deployment" or "Pod" && item.Id.Name == name && item.Id.Namespace == ns);
        var labels = workloads.Select(item => item.Id.Kind == "Pod" ? item.Labels : TemplateLabels(item)).FirstOrDefault()
            ?? new Dictionary<string, string> { ["istio"] = name.Replace("istio-", "", StringComparison.Ordinal), ["app"] = name }.ToFrozenDictionary();
        return Identity(ProxyType.Gateway, ns, labels, FindPod(ns, labels));
    }

    /// <summary>Whether a pod of the mesh lacks the sidecar, so that no rule applies to what it sends.</summary>
    public bool LacksSidecar(ProxyIdentity proxy) => proxy.Type == ProxyType.Sidecar
        && state.Objects.FirstOrDefault(item => item.Id.Kind == "Pod" && item.Id.Namespace == proxy.Namespace && item.Id.Name == proxy.PodName) is { } pod
        && !HasProxy(pod, "containers")
        && !HasProxy(pod, "initContainers");

    private ConfigObject? FindPod(string ns, FrozenDictionary<string, string> labels) => state.Objects
        .Where(item => item.Id.Kind == "Pod" && item.Id.Namespace == ns && item.Root["metadata"]?["deletionTimestamp"] is null)
        .Where(item => labels.All(label => item.Labels.GetValueOrDefault(label.Key) == label.Value))
        .MaxBy(item => item.CreationTime);

    private static bool HasProxy(ConfigObject pod, string list) =>
        (pod.Root["spec"]?[list] as YamlSequence)?.Items.Any(container => (container["name"] as YamlScalar)?.Text == "istio-proxy") == true;

    private static ProxyIdentity Identity(ProxyType type, string ns, FrozenDictionary<string, string> labels, ConfigObject? pod) => new()
    {
        Type = type,
        Namespace = ns,
        PodName = pod?.Id.Name ?? "",
        Labels = pod?.Labels ?? labels,
        Address = IPAddress.TryParse((pod?.Root["status"]?["podIP"] as YamlScalar)?.Text, out var address) ? address : null,
        ServiceAccount = (pod?.Root["spec"]?["serviceAccountName"] as YamlScalar)?.Text ?? "default",
    };

    private static ProxyIdentity OfEntry(ConfigObject entry)
    {
        var spec = entry.Root["spec"];
        var own = (spec?["labels"] as YamlMapping)?.Fields.Select(field => KeyValuePair.Create(field.Key, (field.Value as YamlScalar)?.Text ?? "")) ?? [];
        return new ProxyIdentity
        {
            Namespace = entry.Id.Namespace,
            PodName = entry.Id.Name,
            Labels = own.Concat(entry.Labels).DistinctBy(label => label.Key).ToFrozenDictionary(StringComparer.Ordinal),
            Address = IPAddress.TryParse((spec?["address"] as YamlScalar)?.Text, out var address) ? address : null,
            ServiceAccount = (spec?["serviceAccount"] as YamlScalar)?.Text ?? "default",
        };
    }

    private static FrozenDictionary<string, string> TemplateLabels(ConfigObject workload) =>
        (workload.Root["spec"]?["template"]?["metadata"]?["labels"] as YamlMapping)?.Fields
            .DistinctBy(field => field.Key)
            .ToFrozenDictionary(field => field.Key, field => (field.Value as YamlScalar)?.Text ?? "", StringComparer.Ordinal)
        ?? FrozenDictionary<string, string>.Empty;
}
