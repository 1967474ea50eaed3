using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Objects;

/// <summary>What controllers ask of a pod.</summary>
internal static class PodNodes
{
    public static JsonObject? Condition(this JsonNode? node, string type) =>
        node.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static bool IsReady(this JsonNode? pod) => pod.Condition("Ready").Text("status") == "True";

    public static bool IsFinished(this JsonNode? pod) => pod.Text("status", "phase") is "Succeeded" or "Failed";

    public static bool IsTerminating(this JsonNode? item) => item.Text("metadata", "deletionTimestamp").Length > 0;

    /// <summary>Ready for at least <paramref name="minimum"/>; otherwise how long is left, or null while not ready.</summary>
    public static bool IsAvailable(this JsonNode? pod, TimeSpan minimum, DateTimeOffset now, out TimeSpan? left)
    {
        left = null;
        if (!pod.IsReady()) return false;
        if (minimum <= TimeSpan.Zero) return true;
        var since = KubernetesTime.Parse(pod.Condition("Ready").Text("lastTransitionTime")) ?? now;
        if (since + minimum <= now) return true;
        left = since + minimum - now;
        return false;
    }
}
