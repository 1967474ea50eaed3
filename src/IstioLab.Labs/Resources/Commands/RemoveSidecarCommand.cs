using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>
/// Takes the sidecar out of a pod template: the label that asked for one, and what kube-inject wrote, which the template's own annotation
/// lists. Where the namespace asks for sidecars, the template declines.
/// </summary>
internal sealed class RemoveSidecarCommand(IClusterApi api) : PodTemplateChange(api)
{
    private const string Status = "sidecar.istio.io/status";

    private static readonly string[] InjectedLabels = ["security.istio.io/tlsMode", "service.istio.io/canonical-name", "service.istio.io/canonical-revision"];

    private static readonly string[] InjectedAnnotations =
    [
        Status, "istio.io/rev", "kubectl.kubernetes.io/default-container", "kubectl.kubernetes.io/default-logs-container",
        "prometheus.io/path", "prometheus.io/port", "prometheus.io/scrape",
    ];

    public override string Name => LabCommandNames.RemoveSidecar;

    protected override string Done => "Sidecars are being removed from";

    protected override string Unchanged => "No pod template has or asks for a sidecar.";

    protected override bool Change(JsonObject deployment, JsonObject ns, out string? problem)
    {
        problem = null;
        var template = deployment.At("spec", "template")!.AsObject();
        var metadata = Child(template, "metadata");
        var injected = template.Text("metadata", "annotations", Status);
        if (injected.Length > 0)
        {
            if (HasRewrittenProbes(template))
            {
                problem = "kube-inject has rewritten its probes, and the template does not say what they were. Apply the file without injection: 'kubectl replace -f FILE'.";
                return false;
            }

            Remove(template, metadata, injected);
        }

        var labels = Child(metadata, "labels");
        var before = labels.Text(Label);
        var wanted = AsksForSidecars(ns) ? "false" : "";
        // A merge patch removes what is null.
        labels[Label] = wanted.Length > 0 ? wanted : null;
        return injected.Length > 0 || before != wanted;
    }

    private static void Remove(JsonObject template, JsonObject metadata, string injected)
    {
        var status = Parse(injected);
        var spec = template["spec"]!.AsObject();
        foreach (var list in (string[])["containers", "initContainers", "volumes"])
        {
            var names = status.Texts(list).ToHashSet(StringComparer.Ordinal);
            spec[list] = new JsonArray([.. spec.Items(list).Where(entry => !names.Contains(entry.Text("name"))).Select(entry => entry.DeepClone())]);
        }

        foreach (var name in InjectedLabels)
        {
            Child(metadata, "labels")[name] = null;
        }

        foreach (var name in InjectedAnnotations)
        {
            Child(metadata, "annotations")[name] = null;
        }
    }

    private static JsonObject? Parse(string status)
    {
        try
        {
            return JsonNode.Parse(status) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool HasRewrittenProbes(JsonObject template) => template.Items("spec", "containers")
        .Where(container => container.Text("name") != "istio-proxy")
        .Any(container => container.Any(field => field.Value.Text("httpGet", "path").StartsWith("/app-health/", StringComparison.Ordinal)));

    private static bool AsksForSidecars(JsonObject ns) =>
        ns.Text("metadata", "labels", "istio-injection") == "enabled" || ns.Text("metadata", "labels", "istio.io/rev").Length > 0;
}
