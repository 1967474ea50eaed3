namespace IstioLab.Cluster.Embedded.Controllers.Deployments;

/// <summary>
/// The sizes that ReplicaSets should have next, so that there are never more than replicas + maxSurge pods and never fewer than
/// replicas − maxUnavailable that serve. Pure arithmetic; the same rules as Kubernetes' rolling update.
/// </summary>
internal static class RolloutPlan
{
    /// <summary>The next size of the ReplicaSet with the present template.</summary>
    public static int NewSize(DeploymentSpec deployment, ReplicaSetView current, IReadOnlyList<ReplicaSetView> all)
    {
        if (current.Replicas >= deployment.Replicas) return deployment.Replicas;
        if (deployment.Recreate) return deployment.Replicas;
        var room = deployment.Replicas + deployment.MaxSurge - all.Sum(set => set.Replicas);
        return room <= 0 ? current.Replicas : current.Replicas + Math.Min(room, deployment.Replicas - current.Replicas);
    }

    /// <summary>The next sizes of the older ReplicaSets, only those that change, oldest first.</summary>
    public static IReadOnlyList<(ReplicaSetView Set, int Size)> OldSizes(
        DeploymentSpec deployment, ReplicaSetView current, IReadOnlyList<ReplicaSetView> old)
    {
        var sizes = old.OrderBy(set => set.Stored.CreationTime).ThenBy(set => set.Revision).Select(set => (Set: set, Size: set.Replicas)).ToList();
        var unavailableNew = current.Replicas - current.Available;
        var removable = current.Replicas + sizes.Sum(item => item.Size) - deployment.MinAvailable - unavailableNew;
        if (removable <= 0 || sizes.All(item => item.Size == 0)) return [];

        // Pods that do not serve go first: they cost nobody anything.
        var left = removable;
        for (var i = 0; i < sizes.Count && left > 0; i++)
        {
            var broken = Math.Min(left, sizes[i].Size - sizes[i].Set.Available);
            if (broken <= 0) continue;
            sizes[i] = (sizes[i].Set, sizes[i].Size - broken);
            left -= broken;
        }

        var surplus = current.Available + old.Sum(set => Math.Min(set.Available, set.Replicas)) - deployment.MinAvailable;
        for (var i = 0; i < sizes.Count && surplus > 0; i++)
        {
            var step = Math.Min(surplus, sizes[i].Size);
            sizes[i] = (sizes[i].Set, sizes[i].Size - step);
            surplus -= step;
        }

        return [.. sizes.Where(item => item.Size != item.Set.Replicas)];
    }
}
