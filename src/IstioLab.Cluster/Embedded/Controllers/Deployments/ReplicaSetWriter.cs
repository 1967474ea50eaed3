using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Controllers.Deployments;

/// <summary>Creates, annotates, scales and removes the ReplicaSets of a Deployment.</summary>
internal sealed class ReplicaSetWriter(IObjectApi api, EventRecorder events)
{
    private static readonly WriteOptions Writer = WriteOptions.Internal;

    /// <summary>Annotations that belong to the Deployment alone or are computed for each ReplicaSet.</summary>
    private static readonly HashSet<string> NotCopied = new(StringComparer.Ordinal)
    {
        "kubectl.kubernetes.io/last-applied-configuration", ReplicaSetView.RevisionAnnotation, ReplicaSetView.HistoryAnnotation,
        ReplicaSetView.DesiredAnnotation, ReplicaSetView.MaxAnnotation, "deprecated.daemonset.template.generation",
    };

    public async ValueTask<ReplicaSetView> CreateAsync(
        DeploymentSpec deployment, IReadOnlyList<ReplicaSetView> old, long revision, CancellationToken cancellationToken)
    {
        var template = deployment.Template.Copy();
        var hash = SafeNames.TemplateHash(template, deployment.Collisions);
        template.Child("metadata", "labels")[ReplicaSetView.HashLabel] = hash;
        var labels = template.At("metadata", "labels")!.DeepClone();
        var selector = (deployment.Node.At("spec", "selector") as JsonObject ?? []).Copy();
        selector.Child("matchLabels")[ReplicaSetView.HashLabel] = hash;
        var size = deployment.Recreate
            ? deployment.Replicas
            : Math.Clamp(deployment.Replicas + deployment.MaxSurge - old.Sum(set => set.Replicas), 0, deployment.Replicas);
        var annotations = Annotations(deployment);
        annotations[ReplicaSetView.RevisionAnnotation] = revision.ToString(CultureInfo.InvariantCulture);
        var spec = new JsonObject { ["replicas"] = size, ["selector"] = selector, ["template"] = template };
        if (deployment.MinReadySeconds > 0) spec["minReadySeconds"] = deployment.MinReadySeconds;
        var created = await api.CreateAsync(Resources.ReplicaSets, deployment.Key.Namespace, new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Key.Name}-{hash}",
                ["namespace"] = deployment.Key.Namespace,
                ["labels"] = labels,
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(deployment.Stored.OwnerReference("apps/v1", "Deployment")),
            },
            ["spec"] = spec,
        }, Writer, cancellationToken);
        if (size > 0) Scaled(deployment, created.Key.Name, 0, size);
        return new ReplicaSetView(created);
    }

    /// <summary>Brings revision, annotations copied from the Deployment and its size marks up to date.</summary>
    public async ValueTask<ReplicaSetView> AnnotateAsync(
        DeploymentSpec deployment, ReplicaSetView set, long revision, CancellationToken cancellationToken)
    {
        var stored = await api.ChangeAsync(set.Stored.Key.Resource, set.Stored.Key.Namespace, set.Name, null, node =>
        {
            var annotations = node.Child("metadata", "annotations");
            var changed = false;
            foreach (var (name, value) in Annotations(deployment)) changed |= annotations.Put(name, value?.DeepClone());
            var old = annotations.Text(ReplicaSetView.RevisionAnnotation);
            var text = revision.ToString(CultureInfo.InvariantCulture);
            if (revision > set.Revision && old != text)
            {
                var history = annotations.Text(ReplicaSetView.HistoryAnnotation);
                if (old.Length > 0) annotations[ReplicaSetView.HistoryAnnotation] = history.Length > 0 ? $"{history},{old}" : old;
                annotations[ReplicaSetView.RevisionAnnotation] = text;
                changed = true;
            }

            return changed | node.Child("spec").Put("minReadySeconds", deployment.MinReadySeconds > 0 ? deployment.MinReadySeconds : null);
        }, Writer, cancellationToken);
        return stored is null || stored.ResourceVersion == set.Stored.ResourceVersion ? set : new ReplicaSetView(stored);
    }

    public async ValueTask<ReplicaSetView> ScaleAsync(DeploymentSpec deployment, ReplicaSetView set, int size, CancellationToken cancellationToken)
    {
        var before = set.Replicas;
        var stored = await api.ChangeAsync(set.Stored.Key.Resource, set.Stored.Key.Namespace, set.Name, null, node =>
        {
            var annotations = node.Child("metadata", "annotations");
            var changed = false;
            foreach (var (name, value) in SizeMarks(deployment)) changed |= annotations.Put(name, value?.DeepClone());
            return changed | node.Child("spec").Put("replicas", size);
        }, Writer, cancellationToken);
        if (before != size && stored is not null) Scaled(deployment, set.Name, before, size);
        return stored is null ? set : new ReplicaSetView(stored);
    }

    /// <summary>Removes empty ReplicaSets beyond the history that the Deployment keeps, oldest first.</summary>
    public async ValueTask CleanUpAsync(DeploymentSpec deployment, IReadOnlyList<ReplicaSetView> old, CancellationToken cancellationToken)
    {
        var surplus = old.Count - deployment.RevisionHistoryLimit;
        if (surplus <= 0) return;
        foreach (var set in old.OrderBy(set => set.Revision).Take(surplus))
        {
            if (set.Replicas != 0 || !set.Settled || set.Stored.IsTerminating()) continue;
            await api.DeleteAsync(set.Stored.Key.Resource, set.Stored.Key.Namespace, set.Name, new DeleteRequest(), cancellationToken);
        }
    }

    private void Scaled(DeploymentSpec deployment, string name, int from, int to) => events.Normal(
        EventSubject.Of(deployment.Stored, "apps/v1", "Deployment"), EventSource.Deployments, "ScalingReplicaSet",
        $"Scaled {(to > from ? "up" : "down")} replica set {name} from {from} to {to}");

    private static JsonObject Annotations(DeploymentSpec deployment)
    {
        var annotations = deployment.Stored.Annotations.Where(pair => !NotCopied.Contains(pair.Key)).ToJson();
        foreach (var (name, value) in SizeMarks(deployment)) annotations[name] = value?.DeepClone();
        return annotations;
    }

    private static JsonObject SizeMarks(DeploymentSpec deployment) => new()
    {
        [ReplicaSetView.DesiredAnnotation] = deployment.Replicas.ToString(CultureInfo.InvariantCulture),
        [ReplicaSetView.MaxAnnotation] = (deployment.Replicas + deployment.MaxSurge).ToString(CultureInfo.InvariantCulture),
    };
}
