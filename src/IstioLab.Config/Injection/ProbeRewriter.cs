using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Injection;

/// <summary>
/// Sends the kubelet's HTTP, TCP and gRPC probes to the agent on port 15020, which asks the application, so that mutual TLS does not
/// stand in their way.
/// </summary>
internal static class ProbeRewriter
{
    private static readonly (string Field, string Path)[] Probes =
        [("livenessProbe", "livez"), ("readinessProbe", "readyz"), ("startupProbe", "startupz")];

    /// <summary>Rewrites probes and returns what they were, by the path that they have now.</summary>
    public static JsonObject Rewrite(JsonArray containers)
    {
        var result = new JsonObject();
        foreach (var container in containers.OfType<JsonObject>())
        {
            foreach (var (field, name) in Probes)
            {
                if (container[field] is JsonObject probe && Original(probe, container) is { } original)
                {
                    var path = $"/app-health/{PodTemplates.Text(container, "name")}/{name}";
                    result[path] = original;
                    Redirect(probe, path);
                }
            }
        }

        return result;
    }

    private static JsonObject? Original(JsonObject probe, JsonObject container)
    {
        foreach (var kind in (ReadOnlySpan<string>)["httpGet", "tcpSocket", "grpc"])
        {
            if (probe[kind] is not JsonObject action)
            {
                continue;
            }

            var copy = (JsonObject)action.DeepClone();
            copy["port"] = ResolvePort(copy["port"], container);
            return new JsonObject { [kind] = copy, ["timeoutSeconds"] = probe["timeoutSeconds"]?.DeepClone() ?? 1 };
        }

        return null;
    }

    private static JsonNode? ResolvePort(JsonNode? port, JsonObject container)
    {
        if (port?.GetValueKind() != JsonValueKind.String)
        {
            return port?.DeepClone();
        }

        var named = (container["ports"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(item => PodTemplates.Text(item, "name") == (string)port!);
        return (named?["containerPort"] ?? port).DeepClone();
    }

    private static void Redirect(JsonObject probe, string path)
    {
        var rewritten = new JsonObject { ["path"] = path, ["port"] = 15020 };
        if (probe["httpGet"] is JsonObject http && http["httpHeaders"] is { } headers)
        {
            rewritten["httpHeaders"] = headers.DeepClone();
        }

        probe.Remove("tcpSocket");
        probe.Remove("grpc");
        probe["httpGet"] = rewritten;
    }
}
