using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>Writes what a worker knows into a pod's status, in the form and order that a kubelet has.</summary>
internal static class PodStatus
{
    private static readonly string[] Own = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

    public static bool Apply(JsonObject pod, PodReport report)
    {
        var old = pod["status"] as JsonObject ?? [];
        var phase = Phase(report);
        var status = new JsonObject { ["conditions"] = PodConditions.Build(pod, report, phase) };
        if (report.Main.Count > 0) status["containerStatuses"] = Statuses(report.Main.OrderBy(slot => slot.Name, StringComparer.Ordinal));
        status["hostIP"] = NodeObject.Address;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = NodeObject.Address });
        if (report.Initial.Count > 0) status["initContainerStatuses"] = Statuses(report.Initial);
        status["observedGeneration"] = report.Generation;
        status["phase"] = phase;
        if (report.Address is { } address)
        {
            status["podIP"] = address.ToString();
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address.ToString() });
        }

        status["qosClass"] = old.Text("qosClass") is { Length: > 0 } known ? known : QosClass(pod);
        status["startTime"] = KubernetesTime.Seconds(report.StartTime);
        foreach (var condition in old.Items("conditions").Where(condition => !Own.Contains(condition.Text("type"))))
        {
            ((JsonArray)status["conditions"]!).Add(condition.DeepClone());
        }

        return pod.Put("status", status);
    }

    /// <summary>https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase</summary>
    private static string Phase(PodReport report)
    {
        if (!report.Initialized)
        {
            var failed = report.Initial.Any(slot => !slot.IsSidecar && slot.State is ContainerState.Terminated { ExitCode: not 0 });
            return failed && (report.RestartPolicy == "Never" || report.Finished) ? "Failed" : "Pending";
        }

        if (report.Finished) return report.Main.All(slot => slot.State is ContainerState.Terminated { ExitCode: 0 }) ? "Succeeded" : "Failed";
        if (report.Main.Any(slot => slot.State is ContainerState.Waiting && slot.Last is null)) return "Pending";
        return "Running";
    }

    private static JsonArray Statuses(IEnumerable<ContainerSlot> slots) => [.. slots.Select(slot => (JsonNode)Status(slot))];

    private static JsonObject Status(ContainerSlot slot)
    {
        var image = slot.Id.Length > 0;
        var status = new JsonObject();
        if (image) status["containerID"] = slot.Id;
        status["image"] = slot.Image;
        status["imageID"] = image ? $"istiolab://{slot.Image}" : "";
        status["lastState"] = slot.Last?.ToJson() ?? new JsonObject();
        status["name"] = slot.Name;
        status["ready"] = slot.IsInitial && !slot.IsSidecar ? slot.State is ContainerState.Terminated { ExitCode: 0 } : slot.Ready;
        if (slot.Spec["resources"] is JsonObject { Count: > 0 } resources) status["resources"] = resources.DeepClone();
        status["restartCount"] = slot.Restarts;
        status["started"] = slot.Started;
        status["state"] = slot.State.ToJson();
        if (slot.Spec["volumeMounts"] is not JsonArray mounts) return status;
        status["volumeMounts"] = new JsonArray([.. mounts.OfType<JsonObject>().Select(Mount)]);
        return status;
    }

    private static JsonNode Mount(JsonObject mount)
    {
        var shown = new JsonObject { ["mountPath"] = mount.Text("mountPath"), ["name"] = mount.Text("name") };
        if (!mount.Flag("readOnly")) return shown;
        shown["readOnly"] = true;
        shown["recursiveReadOnly"] = "Disabled";
        return shown;
    }

    /// <summary>https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/</summary>
    private static string QosClass(JsonObject pod)
    {
        var containers = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).ToList();
        bool Has(JsonObject container, string part) => container.At("resources", part) is JsonObject { Count: > 0 };
        if (!containers.Exists(container => Has(container, "requests") || Has(container, "limits"))) return "BestEffort";
        bool Guaranteed(JsonObject container, string name)
        {
            var limit = container.At("resources", "limits", name);
            var request = container.At("resources", "requests", name);
            return limit is not null && (request is null || request.ToString() == limit.ToString());
        }

        return containers.TrueForAll(container => Guaranteed(container, "cpu") && Guaranteed(container, "memory")) ? "Guaranteed" : "Burstable";
    }
}
