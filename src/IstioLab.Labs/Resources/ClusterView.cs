using System.Text.Json.Nodes;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;

namespace IstioLab.Labs.Resources;

/// <summary>The mirrored objects, as they are now.</summary>
/// <param name="labs">The labs that may be active.</param>
internal sealed class ClusterView(IReadOnlyList<LabDefinition> labs)
{
    private static readonly string[] HiddenNamespaces = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

    private readonly SortedDictionary<string, (ObjectKey Key, JsonObject Object)> _objects = new(StringComparer.Ordinal);

    public IEnumerable<(ObjectKey Key, JsonObject Object)> All => _objects.Values;

    public void Apply(ClusterEvent change)
    {
        if (HiddenNamespaces.Contains(change.Key.Namespace, StringComparer.Ordinal) || change.Key is { Kind: "Service", Namespace: "default", Name: "kubernetes" })
        {
            return;
        }

        if (change.Object is { } present)
        {
            _objects[change.Key.ResourceName] = (change.Key, present);
        }
        else
        {
            _objects.Remove(change.Key.ResourceName);
        }
    }

    public bool Contains(string kind, string ns, string name) => _objects.ContainsKey(ObjectKey.ResourceNameOf(kind, ns, name));

    public IEnumerable<JsonObject> OfKind(string kind, string ns) =>
        _objects.Values.Where(entry => entry.Key.Kind == kind && entry.Key.Namespace == ns).Select(entry => entry.Object);

    /// <summary>The lab that is active in a namespace; null for none.</summary>
    public ActiveLab? LabOf(string ns)
    {
        if (!_objects.TryGetValue(ObjectKey.ResourceNameOf("Namespace", "", ns), out var entry)
            || LabMark.Of(entry.Object) is not { } mark
            || labs.FirstOrDefault(lab => lab.Name == mark.Lab) is not { } lab)
        {
            return null;
        }

        return new ActiveLab(lab, lab.Steps[Math.Clamp(mark.Step, 1, lab.Steps.Count) - 1]);
    }

    /// <summary>The Services of a namespace whose selector fits labels.</summary>
    public IEnumerable<JsonObject> ServicesFor(string ns, IReadOnlyDictionary<string, string> labels) =>
        OfKind("Service", ns).Where(service => service.Map("spec", "selector") is { Count: > 0 } selector && Fits(labels, selector));

    /// <summary>The pods of a namespace whose labels a selector fits; an empty selector fits none, as a Service has it.</summary>
    public IEnumerable<JsonObject> PodsFor(string ns, IReadOnlyDictionary<string, string> selector) => selector.Count == 0
        ? []
        : OfKind("Pod", ns).Where(pod => Fits(pod.Map("metadata", "labels"), selector));

    /// <summary>The Deployments of a namespace whose pods a selector fits.</summary>
    public IEnumerable<JsonObject> DeploymentsFor(string ns, IReadOnlyDictionary<string, string> selector) => selector.Count == 0
        ? []
        : OfKind("Deployment", ns).Where(deployment => Fits(deployment.Map("spec", "template", "metadata", "labels"), selector));

    /// <summary>The processes outside the cluster whose labels a selector fits.</summary>
    public IEnumerable<JsonObject> EntriesFor(string ns, IReadOnlyDictionary<string, string> selector) => selector.Count == 0
        ? []
        : OfKind("WorkloadEntry", ns).Where(entry => Fits(entry.Map("spec", "labels"), selector));

    private static bool Fits(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> selector) =>
        selector.All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value);
}
