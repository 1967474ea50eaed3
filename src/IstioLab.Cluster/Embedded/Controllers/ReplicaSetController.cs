using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>Keeps as many pods of the template as the ReplicaSet asks for and counts them in its status.</summary>
internal sealed class ReplicaSetController(IObjectApi api, EventRecorder events, TimeProvider time) : IController
{
    private const int Burst = 500;
    private static readonly WriteOptions Writer = WriteOptions.Internal;

    public string Name => "replicaset-controller";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.ReplicaSets, Resources.Pods];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change)
    {
        if (change.Object.Key.Resource == Resources.ReplicaSets) return [change.Object.Key];
        if (change.Object.Controller() is { Kind: "ReplicaSet" } owner)
        {
            return [new ObjectKey(Resources.ReplicaSets, change.Object.Key.Namespace, owner.Name)];
        }

        return change.Object.Controller() is null && change.Type == ObjectEventType.Added ? Adopters(change.Object) : [];
    }

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (api.Find(key.Resource, key.Namespace, key.Name) is not { } set) return null;
        var spec = set.ToNode();
        var pods = await ClaimAsync(set, Selector(spec) ?? LabelSelector.Everything, cancellationToken);
        var live = pods.Where(pod => !pod.Node.IsTerminating() && !pod.Node.IsFinished()).ToList();
        if (!set.IsTerminating()) live = await ScaleAsync(set, spec, live, cancellationToken);
        return await ReportAsync(set, spec, live, pods, cancellationToken);
    }

    private IEnumerable<ObjectKey> Adopters(StoredObject pod) =>
        api.List(Resources.ReplicaSets, pod.Key.Namespace).Items
            .Where(set => Selector(set.ToNode()) is { Requirements.Count: > 0 } selector && selector.Matches(pod.Labels))
            .Select(set => set.Key);

    private async ValueTask<List<PodView>> ClaimAsync(StoredObject set, LabelSelector selector, CancellationToken cancellationToken)
    {
        var owned = new List<PodView>();
        foreach (var pod in api.List(Resources.Pods, set.Key.Namespace, selector).Items)
        {
            if (pod.IsControlledBy(set)) owned.Add(new PodView(pod, pod.ToNode()));
            if (pod.Controller() is not null || pod.IsTerminating() || set.IsTerminating()) continue;
            var adopted = await api.ChangeAsync(
                Resources.Pods, pod.Key.Namespace, pod.Key.Name, null, node => Adopt(node, set), Writer, cancellationToken);
            if (adopted is not null && adopted.IsControlledBy(set)) owned.Add(new PodView(adopted, adopted.ToNode()));
        }

        return owned;
    }

    private static bool Adopt(JsonObject pod, StoredObject set)
    {
        var metadata = pod.Child("metadata");
        var owners = metadata["ownerReferences"] as JsonArray ?? [];
        if (owners.Any(owner => owner.Flag("controller"))) return false;
        owners.Add(set.OwnerReference("apps/v1", "ReplicaSet"));
        if (owners.Parent is null) metadata["ownerReferences"] = owners;
        return true;
    }

    private async ValueTask<List<PodView>> ScaleAsync(StoredObject set, JsonObject spec, List<PodView> live, CancellationToken cancellationToken)
    {
        var wanted = spec.Number("spec", "replicas") ?? 1;
        for (var i = live.Count; i < Math.Min(wanted, live.Count + Burst); i++)
        {
            if (await CreatePodAsync(set, spec, cancellationToken) is { } pod) live = [.. live, pod];
        }

        if (live.Count <= wanted) return live;
        var ranked = live.Order(PodDeletionOrder.Instance).ToList();
        foreach (var pod in ranked.Take(live.Count - wanted))
        {
            await api.DeleteAsync(Resources.Pods, pod.Stored.Key.Namespace, pod.Stored.Key.Name, new DeleteRequest(), cancellationToken);
            events.Normal(Subject(set), EventSource.ReplicaSets, "SuccessfulDelete", $"Deleted pod: {pod.Stored.Key.Name}");
        }

        return [.. ranked.Skip(live.Count - wanted)];
    }

    private async ValueTask<PodView?> CreatePodAsync(StoredObject set, JsonObject spec, CancellationToken cancellationToken)
    {
        var template = spec.At("spec", "template") as JsonObject ?? [];
        var metadata = new JsonObject { ["generateName"] = $"{set.Key.Name}-", ["namespace"] = set.Key.Namespace };
        foreach (var part in (string[])["labels", "annotations", "finalizers"])
        {
            if (template.At("metadata", part) is { } value) metadata[part] = value.DeepClone();
        }

        metadata["ownerReferences"] = new JsonArray(set.OwnerReference("apps/v1", "ReplicaSet"));
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template["spec"]?.DeepClone() ?? new JsonObject(),
        };
        try
        {
            var created = await api.CreateAsync(Resources.Pods, set.Key.Namespace, pod, Writer, cancellationToken);
            events.Normal(Subject(set), EventSource.ReplicaSets, "SuccessfulCreate", $"Created pod: {created.Key.Name}");
            return new PodView(created, created.ToNode());
        }
        catch (ApiException refused)
        {
            if (api.Find(Resources.Namespaces, "", set.Key.Namespace)?.IsTerminating() ?? true) return null;
            events.Warning(Subject(set), EventSource.ReplicaSets, "FailedCreate", $"Error creating: {refused.Message}");
            throw;
        }
    }

    private async ValueTask<TimeSpan?> ReportAsync(
        StoredObject set, JsonObject spec, List<PodView> live, List<PodView> all, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var minimum = TimeSpan.FromSeconds(spec.Number("spec", "minReadySeconds") ?? 0);
        TimeSpan? again = null;
        int labelled = 0, ready = 0, available = 0;
        var labels = spec.Map("spec", "template", "metadata", "labels");
        foreach (var pod in live)
        {
            if (pod.Stored.HasLabels(labels)) labelled++;
            if (pod.Node.IsReady()) ready++;
            if (pod.Node.IsAvailable(minimum, now, out var left)) available++;
            if (left is { } wait && (again is null || wait < again)) again = wait;
        }

        var status = new JsonObject { ["replicas"] = live.Count };
        if (labelled > 0) status["fullyLabeledReplicas"] = labelled;
        if (ready > 0) status["readyReplicas"] = ready;
        if (available > 0) status["availableReplicas"] = available;
        status["terminatingReplicas"] = all.Count(pod => pod.Node.IsTerminating() && !pod.Node.IsFinished());
        status["observedGeneration"] = set.Generation;
        await api.ChangeAsync(set.Key.Resource, set.Key.Namespace, set.Key.Name, "status", node => node.Put("status", status.Copy()), Writer, cancellationToken);
        return again;
    }

    private static LabelSelector? Selector(JsonObject set) => LabelSelector.FromNode(set.At("spec", "selector") as JsonObject);

    private static EventSubject Subject(StoredObject set) => EventSubject.Of(set, "apps/v1", "ReplicaSet");
}
