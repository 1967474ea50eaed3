using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Asks for a sidecar by the label that the injector reads, on every cluster alike.</summary>
internal sealed class InjectCommand(IClusterApi api) : PodTemplateChange(api)
{
    public override string Name => LabCommandNames.Inject;

    protected override string Done => "Sidecars are being injected into";

    protected override string Unchanged => "Every pod template has or asks for a sidecar already.";

    protected override bool Change(JsonObject deployment, JsonObject ns, out string? problem)
    {
        problem = null;
        var template = deployment.At("spec", "template")!.AsObject();
        if (template.Items("spec", "containers").Any(container => container.Text("name") == "istio-proxy") || template.Text("metadata", "labels", Label) == "true")
        {
            return false;
        }

        Child(Child(template, "metadata"), "labels")[Label] = "true";
        return true;
    }
}
