using System.Collections.Frozen;

namespace IstioLab.Config.Injection;

/// <summary>
/// Decides whether a new pod gets a sidecar: first which webhook the labels select, then what the injector itself checks.
/// Follows Istio's mutating webhooks and <c>injectRequired</c>.
/// </summary>
public static class InjectionDecision
{
    private const string InjectionLabel = "istio-injection";
    private const string RevisionLabel = "istio.io/rev";
    private const string PodLabel = "sidecar.istio.io/inject";

    private static readonly FrozenSet<string> IgnoredNamespaces =
        FrozenSet.ToFrozenSet(["kube-system", "kube-public", "kube-node-lease", "local-path-storage"], StringComparer.Ordinal);

    /// <summary>Decides at the creation of a pod.</summary>
    /// <param name="namespaceName">The pod's namespace.</param>
    /// <param name="namespaceLabels">The labels of the namespace.</param>
    /// <param name="podLabels">The labels of the pod.</param>
    /// <param name="podAnnotations">The annotations of the pod.</param>
    /// <param name="hostNetwork">Whether the pod uses the node's network.</param>
    /// <param name="revision">The revision of the injector that is asked.</param>
    public static InjectionVerdict OfPod(
        string namespaceName,
        IReadOnlyDictionary<string, string> namespaceLabels,
        IReadOnlyDictionary<string, string> podLabels,
        IReadOnlyDictionary<string, string> podAnnotations,
        bool hostNetwork,
        string revision = "default")
    {
        var selected = Select(namespaceLabels, podLabels, revision);
        return selected.Inject ? Check(namespaceName, podLabels, podAnnotations, hostNetwork, selected.Because) : selected;
    }

    /// <summary>Decides for <c>kube-inject</c>, which asks no namespace.</summary>
    /// <param name="namespaceName">The namespace in the file, or empty.</param>
    /// <param name="podLabels">The labels of the pod template.</param>
    /// <param name="podAnnotations">The annotations of the pod template.</param>
    /// <param name="hostNetwork">Whether the pod uses the node's network.</param>
    public static InjectionVerdict OfTemplate(
        string namespaceName,
        IReadOnlyDictionary<string, string> podLabels,
        IReadOnlyDictionary<string, string> podAnnotations,
        bool hostNetwork) =>
        Check(namespaceName, podLabels, podAnnotations, hostNetwork, "kube-inject injects what does not decline");

    private static InjectionVerdict Select(
        IReadOnlyDictionary<string, string> space,
        IReadOnlyDictionary<string, string> pod,
        string revision)
    {
        var wish = pod.GetValueOrDefault(PodLabel, "");
        var podRevision = pod.GetValueOrDefault(RevisionLabel);
        if (space.TryGetValue(InjectionLabel, out var injection))
        {
            return injection != "enabled"
                ? new InjectionVerdict(false, $"the namespace has label '{InjectionLabel}: {injection}'")
                : Wanted(wish, $"the namespace has label '{InjectionLabel}: enabled'");
        }

        if (space.TryGetValue(RevisionLabel, out var spaceRevision))
        {
            return spaceRevision != revision
                ? new InjectionVerdict(false, $"the namespace asks for revision '{spaceRevision}', this is '{revision}'")
                : Wanted(wish, $"the namespace has label '{RevisionLabel}: {spaceRevision}'");
        }

        if (podRevision is not null)
        {
            return podRevision != revision
                ? new InjectionVerdict(false, $"the pod asks for revision '{podRevision}', this is '{revision}'")
                : Wanted(wish, $"the pod has label '{RevisionLabel}: {podRevision}'");
        }

        return wish == "true"
            ? new InjectionVerdict(true, $"the pod has label '{PodLabel}: true'")
            : new InjectionVerdict(false, $"neither the namespace has label '{InjectionLabel}: enabled' nor the pod '{PodLabel}: true'");
    }

    private static InjectionVerdict Wanted(string wish, string because) =>
        wish == "false" ? new InjectionVerdict(false, $"the pod has label '{PodLabel}: false'") : new InjectionVerdict(true, because);

    private static InjectionVerdict Check(
        string space,
        IReadOnlyDictionary<string, string> labels,
        IReadOnlyDictionary<string, string> annotations,
        bool hostNetwork,
        string because)
    {
        if (hostNetwork)
        {
            return new InjectionVerdict(false, "the pod has 'hostNetwork: true'");
        }

        if (IgnoredNamespaces.Contains(space))
        {
            return new InjectionVerdict(false, $"namespace '{space}' is never injected");
        }

        // The label beats the annotation of the same name; another value than true and false leaves it to the policy.
        var wish = labels.TryGetValue(PodLabel, out var label) ? label : annotations.GetValueOrDefault(PodLabel, "");
        return wish == "false"
            ? new InjectionVerdict(false, $"the pod declines with '{PodLabel}: false'")
            : new InjectionVerdict(true, because);
    }
}
