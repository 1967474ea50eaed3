using System.Globalization;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Api;

/// <summary>The parts of a pod that labs look at.</summary>
public sealed record PodView
{
    private const string DefaultContainerAnnotation = "kubectl.kubernetes.io/default-container";

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The phase, such as <c>Running</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>How many containers there are; a native sidecar counts as kubectl counts it.</summary>
    public required int Containers { get; init; }

    /// <summary>How many of them are ready.</summary>
    public required int ReadyContainers { get; init; }

    /// <summary>Whether it is being deleted.</summary>
    public required bool Terminating { get; init; }

    /// <summary>Whether it has an <c>istio-proxy</c>.</summary>
    public required bool HasSidecar { get; init; }

    /// <summary>The container that a command runs in when none is named.</summary>
    public required string DefaultContainer { get; init; }

    /// <summary>The address; empty while it has none.</summary>
    public required string Ip { get; init; }

    /// <summary>The service account.</summary>
    public required string ServiceAccount { get; init; }

    /// <summary>The labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>Why a container waits, such as <c>ErrImagePull: …</c>; null when none does.</summary>
    public string? Waiting { get; init; }

    /// <summary>Whether it is no pod but a WorkloadEntry with a sidecar: a process outside the cluster.</summary>
    public bool IsEntry { get; init; }

    /// <summary>What kubectl prints under READY.</summary>
    public string Ready => string.Create(CultureInfo.InvariantCulture, $"{ReadyContainers}/{Containers}");

    /// <summary>Whether every container is ready and it is not being deleted.</summary>
    public bool IsReady => !Terminating && Phase == "Running" && ReadyContainers == Containers;

    /// <summary>Reads a pod.</summary>
    public static PodView Read(JsonObject pod)
    {
        var metadata = pod["metadata"] as JsonObject;
        var spec = pod["spec"] as JsonObject;
        var status = pod["status"] as JsonObject;
        var containers = Objects(spec?["containers"]).ToList();
        var sidecars = Objects(spec?["initContainers"]).Where(IsNativeSidecar).ToList();
        var states = Objects(status?["containerStatuses"]).ToList();
        var sidecarNames = sidecars.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var sidecarStates = Objects(status?["initContainerStatuses"]).Where(state => sidecarNames.Contains(NameOf(state)));
        var named = (string?)metadata?["annotations"]?[DefaultContainerAnnotation];
        return new PodView
        {
            Namespace = (string?)metadata?["namespace"] ?? "",
            Name = (string?)metadata?["name"] ?? "",
            Phase = (string?)status?["phase"] ?? "Pending",
            Containers = containers.Count + sidecars.Count,
            ReadyContainers = states.Concat(sidecarStates).Count(state => (bool?)state["ready"] == true),
            Terminating = metadata?["deletionTimestamp"] is not null,
            HasSidecar = containers.Concat(sidecars).Any(container => NameOf(container) == "istio-proxy"),
            DefaultContainer = named ?? containers.Select(NameOf).FirstOrDefault(name => name != "istio-proxy") ?? "",
            Ip = (string?)status?["podIP"] ?? "",
            ServiceAccount = (string?)spec?["serviceAccountName"] ?? "default",
            Labels = (metadata?["labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => (string?)label.Value ?? ""),
            CreationTime = DateTimeOffset.TryParse((string?)metadata?["creationTimestamp"], CultureInfo.InvariantCulture, out var time) ? time : default,
            Waiting = WaitingOf(status),
        };
    }

    /// <summary>Reads a WorkloadEntry whose process is served by a sidecar of the embedded mesh.</summary>
    /// <returns>Null when it has none.</returns>
    public static PodView? ReadEntry(JsonObject entry)
    {
        var metadata = entry["metadata"] as JsonObject;
        if (metadata?["annotations"]?["istiolab.dev/http-proxy"] is null)
        {
            return null;
        }

        return new PodView
        {
            Namespace = (string?)metadata["namespace"] ?? "",
            Name = (string?)metadata["name"] ?? "",
            Phase = "Running",
            Containers = 1,
            ReadyContainers = 1,
            Terminating = metadata["deletionTimestamp"] is not null,
            HasSidecar = true,
            DefaultContainer = "",
            Ip = (string?)entry["spec"]?["address"] ?? "",
            ServiceAccount = (string?)entry["spec"]?["serviceAccount"] ?? "default",
            Labels = (metadata["labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => (string?)label.Value ?? ""),
            CreationTime = DateTimeOffset.TryParse((string?)metadata["creationTimestamp"], CultureInfo.InvariantCulture, out var time) ? time : default,
            IsEntry = true,
        };
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    private static string NameOf(JsonObject named) => (string?)named["name"] ?? "";

    private static bool IsNativeSidecar(JsonObject container) => (string?)container["restartPolicy"] == "Always";

    // A container that waits for those before it says less than the one that it waits for, and a pod without a node has none to say anything.
    private static string? WaitingOf(JsonObject? status)
    {
        var reasons = Objects(status?["initContainerStatuses"]).Concat(Objects(status?["containerStatuses"])).Select(WaitingReason).OfType<string>().ToList();
        var unscheduled = Objects(status?["conditions"])
            .FirstOrDefault(condition => (string?)condition["type"] == "PodScheduled" && (string?)condition["status"] == "False");
        return reasons.Find(reason => !reason.StartsWith("PodInitializing", StringComparison.Ordinal))
            ?? reasons.FirstOrDefault()
            ?? (unscheduled is null ? null : $"{(string?)unscheduled["reason"]}: {(string?)unscheduled["message"]}");
    }

    private static string? WaitingReason(JsonObject state)
    {
        if (state["state"]?["waiting"] is not JsonObject waiting || (string?)waiting["reason"] is not { } reason)
        {
            return null;
        }

        return (string?)waiting["message"] is { Length: > 0 } message ? $"{reason}: {message}" : reason;
    }
}
