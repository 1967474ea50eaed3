using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>What the control plane watches, and which changes mean something to proxies.</summary>
internal static class MeshResources
{
    public const string RootNamespace = "istio-system";
    public const string MeshConfigMap = "istio";

    private static readonly string[] Kubernetes =
        [Resources.Services, Resources.EndpointSlices, Resources.Pods, Resources.Namespaces, Resources.ConfigMaps];

    /// <summary>Istio's groups; every resource in them is watched.</summary>
    public static bool IsIstio(string resource) => resource.EndsWith(".istio.io", StringComparison.Ordinal);

    public static IReadOnlyCollection<string> Watched(IEnumerable<string> all) => [.. Kubernetes, .. all.Where(IsIstio)];

    /// <summary>Whether proxies could see a difference; a pod's status changes often and seldom matters.</summary>
    public static bool Matters(ObjectEvent change)
    {
        var item = change.Object;
        switch (item.Key.Resource)
        {
            case Resources.ConfigMaps:
                return item.Key is { Namespace: RootNamespace, Name: MeshConfigMap };
            case Resources.Pods when change is { Type: ObjectEventType.Modified, Previous: { } old }:
                return !Same(old.Labels, item.Labels) || !Same(old.Annotations, item.Annotations)
                    || old.ToNode().Text("status", "podIP") != item.ToNode().Text("status", "podIP");
            default:
                return true;
        }
    }

    private static bool Same(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
