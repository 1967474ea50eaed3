using System.Globalization;
using System.Text.Json;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>The cells of a pod: Name, Ready, Status, Restarts, Age, IP, Node, Nominated Node, Readiness Gates.</summary>
internal static class PodCells
{
    private const string None = "<none>";

    /// <summary>One cell per column.</summary>
    public static object?[] Read(StoredObject item, JsonElement root, string age, DateTimeOffset now)
    {
        var statuses = root.Items("status.containerStatuses").ToList();
        var sidecars = Sidecars(root);
        var ready = statuses.Count(status => status.Flag("ready")) + sidecars.Count(status => status.Flag("ready"));
        var total = root.Count("spec.containers") + root.Items("spec.initContainers").Count(IsSidecar);
        return
        [
            item.Name,
            string.Create(CultureInfo.InvariantCulture, $"{ready}/{total}"),
            Status(item, root, statuses),
            Restarts([.. statuses, .. sidecars], now),
            age,
            root.Text("status.podIP", None),
            root.Text("spec.nodeName", None),
            root.Text("status.nominatedNodeName", None),
            ReadinessGates(root),
        ];
    }

    private static string Status(StoredObject item, JsonElement root, List<JsonElement> statuses)
    {
        var phase = root.Text("status.phase");
        var reason = root.Text("status.reason", phase);
        if (root.Items("status.conditions").Any(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "SchedulingGated"))
            reason = "SchedulingGated";
        reason = Initializing(root) ?? Running(statuses, reason, root);
        if (item.DeletionTime is null) return reason;
        if (root.Text("status.reason") == "NodeLost") return "Unknown";
        return phase is "Failed" or "Succeeded" ? reason : "Terminating";
    }

    private static string? Initializing(JsonElement root)
    {
        var containers = root.Items("spec.initContainers").ToList();
        var index = 0;
        foreach (var status in root.Items("status.initContainerStatuses"))
        {
            var sidecar = containers.Any(container => container.Text("name") == status.Text("name") && IsSidecar(container));
            if (status.At("state.terminated").ValueKind == JsonValueKind.Object && status.Number("state.terminated.exitCode") == 0)
            {
                index++;
                continue;
            }
            if (sidecar && status.Flag("started"))
            {
                index++;
                continue;
            }
            if (status.At("state.terminated").ValueKind == JsonValueKind.Object) return $"Init:{Terminated(status)}";
            var waiting = status.Text("state.waiting.reason");
            return waiting.Length > 0 && waiting != "PodInitializing"
                ? $"Init:{waiting}"
                : string.Create(CultureInfo.InvariantCulture, $"Init:{index}/{containers.Count}");
        }
        return null;
    }

    private static string Running(List<JsonElement> statuses, string reason, JsonElement root)
    {
        var running = false;
        for (var index = statuses.Count - 1; index >= 0; index--)
        {
            var status = statuses[index];
            var waiting = status.Text("state.waiting.reason");
            if (waiting.Length > 0) reason = waiting;
            else if (status.At("state.terminated").ValueKind == JsonValueKind.Object) reason = Terminated(status);
            else if (status.Flag("ready") && status.At("state.running").ValueKind == JsonValueKind.Object) running = true;
        }
        if (reason != "Completed" || !running) return reason;
        var isReady = root.Items("status.conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
        return isReady ? "Running" : "NotReady";
    }

    private static string Terminated(JsonElement status)
    {
        var reason = status.Text("state.terminated.reason");
        if (reason.Length > 0) return reason;
        var signal = status.Number("state.terminated.signal");
        return signal != 0
            ? string.Create(CultureInfo.InvariantCulture, $"Signal:{signal}")
            : string.Create(CultureInfo.InvariantCulture, $"ExitCode:{status.Number("state.terminated.exitCode")}");
    }

    private static string Restarts(List<JsonElement> statuses, DateTimeOffset now)
    {
        var count = statuses.Sum(status => status.Number("restartCount"));
        var last = statuses.Select(status => status.Time("lastState.terminated.finishedAt")).Max();
        var text = count.ToString(CultureInfo.InvariantCulture);
        return count > 0 && last is { } finished ? $"{text} ({HumanDuration.Since(finished, now)} ago)" : text;
    }

    private static string ReadinessGates(JsonElement root)
    {
        var gates = root.Items("spec.readinessGates").Select(gate => gate.Text("conditionType")).ToList();
        if (gates.Count == 0) return None;
        var met = gates.Count(gate => root.Items("status.conditions").Any(condition => condition.Text("type") == gate && condition.Text("status") == "True"));
        return string.Create(CultureInfo.InvariantCulture, $"{met}/{gates.Count}");
    }

    private static List<JsonElement> Sidecars(JsonElement root)
    {
        var names = root.Items("spec.initContainers").Where(IsSidecar).Select(container => container.Text("name")).ToHashSet(StringComparer.Ordinal);
        return [.. root.Items("status.initContainerStatuses").Where(status => names.Contains(status.Text("name")))];
    }

    private static bool IsSidecar(JsonElement container) => container.Text("restartPolicy") == "Always";
}
