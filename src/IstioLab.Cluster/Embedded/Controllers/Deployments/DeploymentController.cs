using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Controllers.Deployments;

/// <summary>
/// Rolls a Deployment's template out: one ReplicaSet per template, the new one grows as the old ones shrink, within maxSurge and
/// maxUnavailable. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
/// </summary>
internal sealed class DeploymentController(IObjectApi api, EventRecorder events, TimeProvider time) : IController
{
    private static readonly WriteOptions Writer = WriteOptions.Internal;
    private readonly ReplicaSetWriter _writer = new(api, events);

    public string Name => "deployment-controller";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.Deployments, Resources.ReplicaSets, Resources.Pods];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change)
    {
        var key = change.Object.Key;
        if (key.Resource == Resources.Deployments) return [key];
        if (key.Resource == Resources.ReplicaSets)
        {
            return change.Object.Controller() is { Kind: "Deployment" } owner
                ? [new ObjectKey(Resources.Deployments, key.Namespace, owner.Name)]
                : change.Type == ObjectEventType.Added ? Adopters(change.Object) : [];
        }

        // Recreate waits for the last old pod to be gone, which no ReplicaSet tells.
        return change.Type == ObjectEventType.Deleted && change.Object.Controller() is { Kind: "ReplicaSet" } set
            && api.Find(Resources.ReplicaSets, key.Namespace, set.Name)?.Controller() is { Kind: "Deployment" } deployment
            ? [new ObjectKey(Resources.Deployments, key.Namespace, deployment.Name)]
            : [];
    }

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (api.Find(key.Resource, key.Namespace, key.Name) is not { } stored) return null;
        var deployment = new DeploymentSpec(stored);
        var status = new DeploymentStatus(deployment, time.GetUtcNow());
        var sets = await ClaimAsync(deployment, cancellationToken);
        var current = FindCurrent(deployment, sets);
        if (!stored.IsTerminating())
        {
            status.Paused();
            (sets, current) = await StepAsync(deployment, status, sets, current, cancellationToken);
        }

        await WriteStatusAsync(key, status.Count(current, sets), cancellationToken);
        return status.Again;
    }

    private async ValueTask<(List<ReplicaSetView> Sets, ReplicaSetView? Current)> StepAsync(
        DeploymentSpec deployment, DeploymentStatus status, List<ReplicaSetView> sets, ReplicaSetView? current, CancellationToken cancellationToken)
    {
        var old = sets.Where(set => set != current).ToList();
        if (deployment.Paused || IsScaling(deployment, sets))
        {
            var active = sets.Where(set => set.Replicas > 0).ToList();
            var only = active.Count == 1 ? active[0] : active.Count == 0 ? sets.MaxBy(set => set.Revision) : null;
            if (only is not null)
            {
                var scaled = await _writer.ScaleAsync(deployment, only, deployment.Replicas, cancellationToken);
                sets[sets.IndexOf(only)] = scaled;
                if (only == current) current = scaled;
            }

            if (deployment.Paused || only is not null) return (sets, current);
        }

        if (deployment.Recreate && current is null or { Replicas: 0 } && await RetireAsync(deployment, old, cancellationToken))
        {
            return (await ClaimAsync(deployment, cancellationToken), current);
        }

        current = await EnsureCurrentAsync(deployment, status, old, current, cancellationToken);
        var all = (List<ReplicaSetView>)[.. old, current];
        var size = RolloutPlan.NewSize(deployment, current, all);
        if (size != current.Replicas) current = await _writer.ScaleAsync(deployment, current, size, cancellationToken);
        if (!deployment.Recreate)
        {
            foreach (var (set, next) in RolloutPlan.OldSizes(deployment, current, old))
            {
                old[old.IndexOf(set)] = await _writer.ScaleAsync(deployment, set, next, cancellationToken);
            }
        }

        await _writer.CleanUpAsync(deployment, old, cancellationToken);
        return ([.. old, current], current);
    }

    /// <summary>Recreate: sends the old pods away; true while some are still there.</summary>
    private async ValueTask<bool> RetireAsync(DeploymentSpec deployment, List<ReplicaSetView> old, CancellationToken cancellationToken)
    {
        foreach (var set in old.Where(set => set.Replicas > 0))
        {
            await _writer.ScaleAsync(deployment, set, 0, cancellationToken);
        }

        return old.Count > 0 && api.List(Resources.Pods, deployment.Key.Namespace).Items.Any(
            pod => old.Exists(set => pod.IsControlledBy(set.Stored)) && !pod.ToNode().IsFinished());
    }

    private async ValueTask<ReplicaSetView> EnsureCurrentAsync(
        DeploymentSpec deployment, DeploymentStatus status, List<ReplicaSetView> old, ReplicaSetView? current, CancellationToken cancellationToken)
    {
        var revision = Math.Max(current?.Revision ?? 0, old.Select(set => set.Revision).DefaultIfEmpty().Max() + 1);
        if (current is not null)
        {
            current = await _writer.AnnotateAsync(deployment, current, revision, cancellationToken);
            status.Found(current.Name);
        }
        else
        {
            current = await CreateAsync(deployment, status, old, revision, cancellationToken);
            status.Created(current.Name);
        }

        var text = revision.ToString(CultureInfo.InvariantCulture);
        if (!deployment.Stored.Annotations.TryGetValue(ReplicaSetView.RevisionAnnotation, out var marked) || marked != text)
        {
            await api.ChangeAsync(
                deployment.Key.Resource, deployment.Key.Namespace, deployment.Key.Name, null,
                node => node.Child("metadata", "annotations").Put(ReplicaSetView.RevisionAnnotation, text), Writer, cancellationToken);
            await WriteStatusAsync(deployment.Key, status.ConditionsOnly(), cancellationToken);
        }

        return current;
    }

    private async ValueTask<ReplicaSetView> CreateAsync(
        DeploymentSpec deployment, DeploymentStatus status, List<ReplicaSetView> old, long revision, CancellationToken cancellationToken)
    {
        try
        {
            return await _writer.CreateAsync(deployment, old, revision, cancellationToken);
        }
        catch (ApiException refused) when (refused.Reason == "AlreadyExists")
        {
            // Another template has the same hash: the next pass hashes with the count of collisions.
            await api.ChangeAsync(deployment.Key.Resource, deployment.Key.Namespace, deployment.Key.Name, "status",
                node => node.Child("status").Put("collisionCount", deployment.Collisions + 1), Writer, cancellationToken);
            throw;
        }
        catch (ApiException refused)
        {
            status.FailedCreate(refused.Message);
            await WriteStatusAsync(deployment.Key, status.ConditionsOnly(), cancellationToken);
            throw;
        }
    }

    private async ValueTask WriteStatusAsync(ObjectKey key, JsonObject status, CancellationToken cancellationToken) =>
        await api.ChangeAsync(key.Resource, key.Namespace, key.Name, "status", node => node.Put("status", status.Copy()), Writer, cancellationToken);

    private IEnumerable<ObjectKey> Adopters(StoredObject set) =>
        api.List(Resources.Deployments, set.Key.Namespace).Items
            .Where(item => new DeploymentSpec(item).Selector is { Requirements.Count: > 0 } selector && selector.Matches(set.Labels))
            .Select(item => item.Key);

    private async ValueTask<List<ReplicaSetView>> ClaimAsync(DeploymentSpec deployment, CancellationToken cancellationToken)
    {
        var owned = new List<ReplicaSetView>();
        foreach (var set in api.List(Resources.ReplicaSets, deployment.Key.Namespace).Items)
        {
            if (set.IsControlledBy(deployment.Stored))
            {
                owned.Add(new ReplicaSetView(set));
            }
            else if (set.Controller() is null && !set.IsTerminating() && !deployment.Stored.IsTerminating()
                && deployment.Selector is { Requirements.Count: > 0 } selector && selector.Matches(set.Labels))
            {
                var owner = deployment.Stored.OwnerReference("apps/v1", "Deployment");
                var adopted = await api.ChangeAsync(set.Key.Resource, set.Key.Namespace, set.Key.Name, null,
                    node => node.Child("metadata").Put("ownerReferences", new JsonArray(owner.Copy())), Writer, cancellationToken);
                if (adopted is not null) owned.Add(new ReplicaSetView(adopted));
            }
        }

        return owned;
    }

    private static ReplicaSetView? FindCurrent(DeploymentSpec deployment, List<ReplicaSetView> sets)
    {
        var template = deployment.Template.Copy();
        if (template.At("metadata", "labels") is JsonObject labels) labels.Remove(ReplicaSetView.HashLabel);
        return sets.OrderBy(set => set.Stored.CreationTime).FirstOrDefault(set => JsonNode.DeepEquals(set.PlainTemplate(), template));
    }

    private static bool IsScaling(DeploymentSpec deployment, List<ReplicaSetView> sets)
    {
        var text = deployment.Replicas.ToString(CultureInfo.InvariantCulture);
        return sets.Exists(set => set.Replicas > 0 && set.Stored.Annotations.TryGetValue(ReplicaSetView.DesiredAnnotation, out var desired) && desired != text);
    }
}
