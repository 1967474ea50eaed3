using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>A pod as kubectl's columns show it.</summary>
internal sealed record PodStatus(int Ready, int Containers, int Restarts, string Text, bool HasSidecar, IReadOnlyList<string> ContainerNames)
{
    private const string Sidecar = "istio-proxy";

    public bool IsReady => Containers > 0 && Ready == Containers && Text == "Running";

    public LabResourceStyle Style => Text switch
    {
        "Running" => IsReady ? LabResourceStyle.Success : LabResourceStyle.Warning,
        "Completed" or "Succeeded" or "Pending" or "ContainerCreating" or "PodInitializing" or "Terminating" => LabResourceStyle.Info,
        _ => Text.StartsWith("Init:", StringComparison.Ordinal) && !Text.Contains("Err", StringComparison.Ordinal)
            ? LabResourceStyle.Info
            : LabResourceStyle.Error,
    };

    public static PodStatus Of(JsonObject pod)
    {
        var sidecars = pod.Items("spec", "initContainers").Where(container => container.Text("restartPolicy") == "Always").ToList();
        var names = pod.Items("spec", "containers").Concat(sidecars).Select(container => container.Text("name")).ToList();
        var statuses = pod.Items("status", "containerStatuses")
            .Concat(pod.Items("status", "initContainerStatuses").Where(status => sidecars.Exists(sidecar => sidecar.Text("name") == status.Text("name"))))
            .ToList();
        return new PodStatus(
            statuses.Count(status => status.Flag("ready")),
            names.Count,
            statuses.Sum(status => status.Number("restartCount")),
            Describe(pod, statuses),
            names.Contains(Sidecar, StringComparer.Ordinal),
            names);
    }

    private static string Describe(JsonObject pod, List<JsonObject> statuses)
    {
        if (pod.At("metadata", "deletionTimestamp") is not null)
        {
            return "Terminating";
        }

        var reason = statuses.Select(status => status.Text("state", "waiting", "reason")).FirstOrDefault(text => text.Length > 0)
            ?? statuses.Select(status => status.Text("state", "terminated", "reason")).FirstOrDefault(text => text.Length > 0);
        return reason ?? (pod.Text("status", "phase") is { Length: > 0 } phase ? phase : "Pending");
    }
}
