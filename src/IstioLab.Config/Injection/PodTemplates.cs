using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Injection;

/// <summary>Finds the pod in the kinds that have one.</summary>
internal static class PodTemplates
{
    public static JsonObject? Find(JsonObject node) => Text(node, "kind") switch
    {
        "Pod" => node,
        "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController" or "Job" or "DeploymentConfig" =>
            WithSpec(Get(node, "spec", "template")),
        "CronJob" => WithSpec(Get(node, "spec", "jobTemplate", "spec", "template")),
        _ => null,
    };

    public static InjectionTarget OwnerOf(JsonObject node)
    {
        if (Text(node, "kind") == "Pod")
        {
            return PodOwner.Of(node);
        }

        var metadata = node["metadata"] as JsonObject;
        return new InjectionTarget(Text(node, "apiVersion"), Text(node, "kind"), Text(metadata, "namespace"), Text(metadata, "name"));
    }

    public static IReadOnlyDictionary<string, string> Texts(JsonObject pod, string map) =>
        (Get(pod, "metadata", map) as JsonObject)?.ToDictionary(
            pair => pair.Key,
            pair => pair.Value?.GetValueKind() == JsonValueKind.String ? (string)pair.Value! : pair.Value?.ToJsonString() ?? "",
            StringComparer.Ordinal) ?? [];

    /// <summary>Follows a path; nothing when a part of it is missing or no object.</summary>
    public static JsonNode? Get(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            node = (node as JsonObject)?[key];
        }

        return node;
    }

    public static string Text(JsonObject? node, string key) =>
        node?[key] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? (string)value! : "";

    private static JsonObject? WithSpec(JsonNode? template) =>
        template is JsonObject pod && pod["spec"] is JsonObject ? pod : null;
}
