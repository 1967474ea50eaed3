using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using k8s.Models;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>
/// Values of a pod's own fields for its containers.
/// https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
/// </summary>
internal static class DownwardFields
{
    public static string Field(JsonObject pod, IPAddress address, string path) => path switch
    {
        "metadata.labels" => Lines(pod.Map("metadata", "labels")),
        "metadata.annotations" => Lines(pod.Map("metadata", "annotations")),
        "status.podIP" or "status.podIPs" => address.ToString(),
        "status.hostIP" or "status.hostIPs" => NodeObject.Address,
        "spec.serviceAccountName" => pod.Text("spec", "serviceAccountName") is { Length: > 0 } account ? account : "default",
        _ when Key(path, "metadata.labels") is { } label => pod.Text("metadata", "labels", label),
        _ when Key(path, "metadata.annotations") is { } annotation => pod.Text("metadata", "annotations", annotation),
        _ => pod.Text(path.Split('.')),
    };

    /// <summary>A container's request or limit, in units of the divisor; without a limit, what the node has.</summary>
    public static string Resource(JsonObject pod, JsonObject owner, JsonNode reference)
    {
        var name = reference.Text("containerName");
        var container = name.Length == 0 ? owner : pod.Items("spec", "containers").FirstOrDefault(item => item.Text("name") == name);
        var path = reference.Text("resource").Split('.', 2);
        if (path.Length != 2) return "0";
        var value = container.At("resources", path[0], path[1])?.ToString();
        if (value is null && path[0] == "requests") value = container.At("resources", "limits", path[1])?.ToString() ?? "0";
        value ??= NodeObject.Capacity(path[1]);
        var divisor = reference.At("divisor")?.ToString();
        var unit = divisor is null or "0" or "" ? 1m : new ResourceQuantity(divisor).ToDecimal();
        return Math.Ceiling(new ResourceQuantity(value).ToDecimal() / unit).ToString(CultureInfo.InvariantCulture);
    }

    private static string? Key(string path, string prefix) =>
        path.StartsWith(prefix + "['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal)
            ? path[(prefix.Length + 2)..^2]
            : null;

    private static string Lines(Dictionary<string, string> map)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('=').Append(JsonValue.Create(value).ToJsonString()).Append('\n');
        }

        return text.ToString();
    }
}
