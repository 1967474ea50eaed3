using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Controllers.Deployments;

/// <summary>Computes a Deployment's status: the counts, and the conditions Available and Progressing with Kubernetes' reasons and texts.</summary>
internal sealed class DeploymentStatus(DeploymentSpec deployment, DateTimeOffset now)
{
    private readonly JsonArray _conditions = deployment.Node.At("status", "conditions")?.DeepClone() as JsonArray ?? [];

    /// <summary>When to look again for the deadline; null when nothing is in progress.</summary>
    public TimeSpan? Again { get; private set; }

    public void Paused()
    {
        var reason = Find("Progressing").Text("reason");
        if (reason == "ProgressDeadlineExceeded") return;
        if (deployment.Paused && reason != "DeploymentPaused") Set("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused");
        if (!deployment.Paused && reason == "DeploymentPaused") Set("Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed");
    }

    public void Created(string name) => Set("Progressing", "True", "NewReplicaSetCreated", $"Created new replica set \"{name}\"");

    public void Found(string name)
    {
        if (Find("Progressing") is null) Set("Progressing", "True", "FoundNewReplicaSet", $"Found new replica set \"{name}\"");
    }

    public void FailedCreate(string message) => Set("Progressing", "False", "ReplicaSetCreateError", message);

    /// <summary>Only the conditions so far, with the counts as they were.</summary>
    public JsonObject ConditionsOnly()
    {
        var status = deployment.Node.At("status")?.DeepClone() as JsonObject ?? [];
        status["conditions"] = _conditions.DeepClone();
        return status;
    }

    public JsonObject Count(ReplicaSetView? current, IReadOnlyList<ReplicaSetView> all)
    {
        var total = all.Sum(set => set.Replicas);
        var running = all.Sum(set => set.Running);
        var updated = current?.Running ?? 0;
        var ready = all.Sum(set => set.Ready);
        var available = all.Sum(set => set.Available);
        var status = new JsonObject { ["observedGeneration"] = deployment.Stored.Generation };
        Add(status, "replicas", running);
        Add(status, "updatedReplicas", updated);
        Add(status, "readyReplicas", ready);
        Add(status, "availableReplicas", available);
        Add(status, "unavailableReplicas", Math.Max(0, total - available));
        status["terminatingReplicas"] = all.Sum(set => set.Terminating);
        Add(status, "collisionCount", deployment.Collisions);
        if (available >= deployment.MinAvailable)
        {
            Set("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
        }
        else
        {
            Set("Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.");
        }

        Progress(current, running, updated, ready, available);
        status["conditions"] = _conditions.DeepClone();
        return status;
    }

    private void Progress(ReplicaSetView? current, int running, int updated, int ready, int available)
    {
        var subject = current is null ? $"Deployment \"{deployment.Key.Name}\"" : $"ReplicaSet \"{current.Name}\"";
        var condition = Find("Progressing");
        if (deployment.Paused || (running == updated && condition.Text("reason") == "NewReplicaSetAvailable")) return;
        var old = deployment.Node.At("status");
        int Before(string name) => old.Number(name) ?? 0;
        if (updated == deployment.Replicas && running == deployment.Replicas && available == deployment.Replicas)
        {
            Set("Progressing", "True", "NewReplicaSetAvailable", $"{subject} has successfully progressed.");
            return;
        }

        var oldPods = Before("replicas") - Before("updatedReplicas");
        if (updated > Before("updatedReplicas") || running - updated < oldPods || ready > Before("readyReplicas") || available > Before("availableReplicas"))
        {
            Set("Progressing", "True", "ReplicaSetUpdated", $"{subject} is progressing.", always: true);
        }
        else if (condition is not null && condition.Text("reason") is not ("NewReplicaSetAvailable" or "ProgressDeadlineExceeded"))
        {
            var since = KubernetesTime.Parse(condition.Text("lastUpdateTime")) ?? now;
            if (since + deployment.ProgressDeadline < now)
            {
                Set("Progressing", "False", "ProgressDeadlineExceeded", $"{subject} has timed out progressing.");
                return;
            }
        }

        if (Find("Progressing").Text("reason") != "ProgressDeadlineExceeded") Again = deployment.ProgressDeadline + TimeSpan.FromSeconds(1);
    }

    private JsonObject? Find(string type) => _conditions.OfType<JsonObject>().FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>Kubernetes appends a changed condition, so the order of conditions is the order of their last updates.</summary>
    private void Set(string type, string status, string reason, string message, bool always = false)
    {
        var old = Find(type);
        if (!always && old is not null && old.Text("status") == status && old.Text("reason") == reason) return;
        if (old is not null) _conditions.Remove(old);
        var stamp = KubernetesTime.Seconds(now);
        _conditions.Add(new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastUpdateTime"] = stamp,
            ["lastTransitionTime"] = old is not null && old.Text("status") == status ? old.Text("lastTransitionTime") : stamp,
            ["reason"] = reason,
            ["message"] = message,
        });
    }

    private static void Add(JsonObject status, string name, int value)
    {
        if (value > 0) status[name] = value;
    }
}
