using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>
/// The probes that injection sent to the sidecar's agent on port 15020; the agent asks the application past the sidecar, which is what
/// happens here. https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/
/// </summary>
internal static class AppProbes
{
    private const string Prefix = "/app-health/";
    private const string Variable = "ISTIO_KUBE_APP_PROBERS";

    /// <summary>The probe as the application's author wrote it, or the same probe when nobody rewrote it.</summary>
    public static ProbeSpec Original(JsonObject pod, ProbeSpec probe)
    {
        var path = probe.Node.Text("httpGet", "path");
        if (!path.StartsWith(Prefix, StringComparison.Ordinal) || Probers(pod)?[path] is not JsonObject original) return probe;
        var node = probe.Node.Copy();
        node.Remove("httpGet");
        foreach (var (key, value) in original)
        {
            if (key is "httpGet" or "tcpSocket" or "timeoutSeconds") node[key] = value?.DeepClone();
        }

        return probe with { Node = node, PastSidecar = true };
    }

    private static JsonObject? Probers(JsonObject pod)
    {
        var text = pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers"))
            .Where(container => container.Text("name") == "istio-proxy")
            .SelectMany(container => container.Items("env"))
            .FirstOrDefault(entry => entry.Text("name") == Variable).Text("value");
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
