using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>The conditions of a pod. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions</summary>
internal static class PodConditions
{
    public static JsonArray Build(JsonObject pod, PodReport report, string phase)
    {
        var unready = report.Main.Where(slot => !slot.Ready)
            .Concat(report.Initial.Where(slot => slot.IsSidecar && !slot.Ready))
            .Select(slot => slot.Name).ToList();
        var (status, reason, message) = phase switch
        {
            "Succeeded" => ("False", "PodCompleted", ""),
            "Failed" => ("False", "PodFailed", ""),
            _ when unready.Count > 0 => ("False", "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]"),
            _ => ("True", "", ""),
        };
        var incomplete = report.Initial.Where(slot => !slot.IsSidecar && slot.State is not ContainerState.Terminated { ExitCode: 0 })
            .Concat(report.Initial.Where(slot => slot.IsSidecar && !slot.Started)).Select(slot => slot.Name).ToList();
        var started = report.Address is not null && !report.Finished;
        var gate = status == "True" ? OpenGate(pod) : null;
        return
        [
            Condition(pod, report, "PodReadyToStartContainers", started ? "True" : "False", "", ""),
            report.Initialized
                ? Condition(pod, report, "Initialized", "True", phase == "Succeeded" ? "PodCompleted" : "", "")
                : Condition(
                    pod, report, "Initialized", "False", "ContainersNotInitialized",
                    $"containers with incomplete status: [{string.Join(' ', incomplete)}]"),
            gate is null
                ? Condition(pod, report, "Ready", status, reason, message)
                : Condition(
                    pod, report, "Ready", "False", "ReadinessGatesNotReady", $"corresponding condition of pod readiness gate \"{gate}\" does not exist."),
            Condition(pod, report, "ContainersReady", status, reason, message),
            Condition(pod, report, "PodScheduled", "True", "", ""),
        ];
    }

    private static string? OpenGate(JsonObject pod) =>
        pod.Items("spec", "readinessGates").Select(gate => gate.Text("conditionType"))
            .FirstOrDefault(type => pod.Condition(type).Text("status") != "True");

    private static JsonObject Condition(JsonObject pod, PodReport report, string type, string status, string reason, string message)
    {
        var old = pod.Condition(type);
        var condition = new JsonObject
        {
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = old.Text("status") == status ? old.Text("lastTransitionTime") : KubernetesTime.Seconds(report.Now),
        };
        if (message.Length > 0) condition["message"] = message;
        condition["observedGeneration"] = report.Generation;
        if (reason.Length > 0) condition["reason"] = reason;
        condition["status"] = status;
        condition["type"] = type;
        return condition;
    }
}
