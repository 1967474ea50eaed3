using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Injection;

/// <summary>
/// Adds Istio's sidecar to pods: for <c>kube-inject</c> to the templates of a file, at admission to a pod itself. The same input gives
/// the same output, and what is injected already stays as it is.
/// </summary>
/// <param name="options">What the sidecar is like.</param>
public sealed class SidecarInjector(InjectionOptions options)
{
    /// <summary>Adds the sidecar to a pod or a pod template.</summary>
    /// <param name="pod">An object with <c>metadata</c> and <c>spec</c>; it is changed.</param>
    /// <param name="owner">The workload that the pod belongs to.</param>
    public void Inject(JsonObject pod, InjectionTarget owner) => new PodInjection(options, pod, owner).Apply();

    /// <summary>Adds the sidecar to a new pod, whose owner its references tell.</summary>
    /// <param name="pod">The pod; it is changed.</param>
    public void InjectPod(JsonObject pod) => Inject(pod, PodOwner.Of(pod));

    /// <summary>Does what <c>istioctl kube-inject -f</c> does.</summary>
    /// <param name="text">One or more YAML or JSON documents.</param>
    /// <param name="file">The name for diagnostics.</param>
    public InjectedFile InjectFile(string text, string file = "")
    {
        var yaml = YamlDocumentReader.Read(text, file);
        var diagnostics = yaml.Diagnostics.ToBuilder();
        var result = new StringBuilder();
        foreach (var document in yaml.Documents)
        {
            var written = document.Root is YamlMapping root ? InjectDocument(root, document, diagnostics) : document.Text;
            var body = WithoutSeparator(written);
            if (body.Trim().Length > 0)
            {
                result.Append(body.TrimEnd('\n')).Append("\n---\n");
            }
        }

        return new InjectedFile(result.ToString(), diagnostics.ToImmutable());
    }

    private string InjectDocument(YamlMapping root, YamlDocument document, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var node = (JsonObject)YamlJson.ToJson(root)!;
        return InjectObject(node, document.Position, diagnostics) ? YamlTextWriter.Write(node) : document.Text;
    }

    private bool InjectObject(JsonObject node, SourcePosition position, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        if (node["items"] is JsonArray items)
        {
            var changed = false;
            foreach (var item in items.OfType<JsonObject>())
            {
                changed |= InjectObject(item, position, diagnostics);
            }

            return changed;
        }

        if (PodTemplates.Find(node) is not { } pod)
        {
            return false;
        }

        var owner = PodTemplates.OwnerOf(node);
        var verdict = InjectionDecision.OfTemplate(
            owner.Namespace,
            PodTemplates.Texts(pod, "labels"),
            PodTemplates.Texts(pod, "annotations"),
            PodTemplates.Get(pod, "spec", "hostNetwork")?.GetValueKind() == JsonValueKind.True);
        if (verdict.Inject)
        {
            Inject(pod, owner);
            return true;
        }

        diagnostics.Add(new Diagnostic(
            null, DiagnosticLevel.Info, $"{owner.Kind} '{owner.Namespace}/{owner.Name}'", "", position, $"No sidecar: {verdict.Because}."));
        return false;
    }

    private static string WithoutSeparator(string text)
    {
        if (!text.StartsWith("---", StringComparison.Ordinal))
        {
            return text;
        }

        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? "" : text[(end + 1)..];
    }
}
