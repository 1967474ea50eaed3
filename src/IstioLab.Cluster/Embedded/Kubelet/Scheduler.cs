using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>Binds pods to the one node, unless it is cordoned or the pod's node selector asks for another.</summary>
internal sealed class Scheduler(IObjectApi api, EventRecorder events, TimeProvider time) : IController
{
    public string Name => "scheduler";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.Pods, Resources.Nodes];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change)
    {
        if (change.Object.Key.Resource == Resources.Pods) return change.Type == ObjectEventType.Added ? [change.Object.Key] : [];
        var node = change.Object.ToNode();
        var before = change.Previous?.ToNode();
        return before is not null && node.Flag("spec", "unschedulable") == before.Flag("spec", "unschedulable")
            && JsonNode.DeepEquals(node.At("metadata", "labels"), before.At("metadata", "labels"))
            ? []
            : api.List(Resources.Pods).Items.Where(pod => pod.ToNode().Text("spec", "nodeName").Length == 0).Select(pod => pod.Key);
    }

    public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (api.Find(key.Resource, key.Namespace, key.Name) is not { } stored || stored.IsTerminating()) return null;
        var pod = stored.ToNode();
        if (pod.Text("spec", "nodeName").Length > 0 || pod.Items("spec", "schedulingGates").Any()) return null;
        if (pod.Text("spec", "schedulerName") is not ("" or "default-scheduler")) return null;
        if (api.Find(Resources.Nodes, "", NodeObject.Name) is not { } node) return null;
        if (Obstacle(pod, node) is { } obstacle)
        {
            var message = $"0/1 nodes are available: 1 {obstacle}.";
            events.Warning(EventSubject.OfPod(pod), EventSource.Scheduler, "FailedScheduling", message);
            await ChangeStatusAsync(key, "False", "Unschedulable", message, cancellationToken);
            return null;
        }

        await api.ChangeAsync(
            key.Resource, key.Namespace, key.Name, "binding", body => Bind(body), WriteOptions.Internal, cancellationToken);
        events.Normal(
            EventSubject.OfPod(pod), EventSource.Scheduler, "Scheduled", $"Successfully assigned {key.Namespace}/{key.Name} to {NodeObject.Name}");
        return null;
    }

    private bool Bind(JsonObject pod)
    {
        if (pod.Text("spec", "nodeName").Length > 0) return false;
        pod.Child("spec")["nodeName"] = NodeObject.Name;
        SetCondition(pod, "True", "", "");
        return true;
    }

    private async ValueTask ChangeStatusAsync(ObjectKey key, string status, string reason, string message, CancellationToken cancellationToken) =>
        await api.ChangeAsync(key.Resource, key.Namespace, key.Name, "status", pod => SetCondition(pod, status, reason, message), WriteOptions.Internal, cancellationToken);

    private bool SetCondition(JsonObject pod, string status, string reason, string message)
    {
        var old = pod.Condition("PodScheduled");
        if (old.Text("status") == status && old.Text("message") == message) return false;
        var condition = new JsonObject
        {
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = KubernetesTime.Seconds(time.GetUtcNow()),
        };
        if (message.Length > 0) condition["message"] = message;
        condition["observedGeneration"] = pod.LongNumber("metadata", "generation") ?? 1;
        if (reason.Length > 0) condition["reason"] = reason;
        condition["status"] = status;
        condition["type"] = "PodScheduled";
        pod.Child("status")["conditions"] = new JsonArray(condition);
        return true;
    }

    private static string? Obstacle(JsonObject pod, StoredObject node)
    {
        if (node.ToNode().Flag("spec", "unschedulable")) return "node(s) were unschedulable";
        return pod.Map("spec", "nodeSelector").Any(pair => !node.Labels.TryGetValue(pair.Key, out var value) || value != pair.Value)
            ? "node(s) didn't match Pod's node affinity/selector"
            : null;
    }
}
