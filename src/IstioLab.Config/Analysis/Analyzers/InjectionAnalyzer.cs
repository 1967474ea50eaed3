using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Namespaces and pods without a sidecar (IST0102, IST0103, IST0123, IST0148).</summary>
internal sealed class InjectionAnalyzer : IAnalyzer
{
    private const string Inject = "sidecar.istio.io/inject";

    private static readonly string[] s_otherLabels = ["istio.io/rev", "istio.io/dataplane-mode"];

    public void Analyze(AnalysisContext context)
    {
        var injected = new HashSet<string>(StringComparer.Ordinal);
        foreach (var space in context.Of("", "Namespace").Where(item => item.Id.Name != "istio-system"))
        {
            if (IsInjected(context, space))
            {
                injected.Add(space.Id.Name);
            }
        }

        foreach (var pod in context.Pods.Where(item => injected.Contains(item.Id.Namespace)))
        {
            var choice = pod.Labels.GetValueOrDefault(Inject) ?? pod.Annotations.GetValueOrDefault(Inject) ?? "";
            var spec = pod.Root["spec"];
            if (!choice.Equals("false", StringComparison.OrdinalIgnoreCase) && !spec.Boolean("hostNetwork") && InMesh.ProxyOf(spec, withInit: true) is null or "")
            {
                context.Report(MessageKinds.PodMissingProxy, pod, "metadata.name", $"{pod.Id.Namespace}/{pod.Id.Name}");
            }
        }
    }

    private static bool IsInjected(AnalysisContext context, ConfigObject space)
    {
        var choice = space.Labels.GetValueOrDefault("istio-injection");
        var hasRevision = space.Labels.TryGetValue("istio.io/rev", out var revision);
        var labels = s_otherLabels
            .Where(name => space.Labels.ContainsKey(name) && choice is null or "enabled")
            .Select(name => $"{name}={space.Labels[name]}")
            .ToList();
        if (choice is not null)
        {
            labels.Insert(0, $"istio-injection={choice}");
        }

        if (labels.Count > 1)
        {
            context.Report(MessageKinds.NamespaceMultipleInjectionLabels, space, "metadata.labels", string.Join(", ", labels));
        }

        if (space.Labels.GetValueOrDefault("istio.io/dataplane-mode") == "ambient")
        {
            return false;
        }

        if (choice is null or "" && !hasRevision)
        {
            context.Report(
                IsEnabledByDefault(context, revision) ? MessageKinds.NamespaceInjectionEnabledByDefault : MessageKinds.NamespaceNotInjected,
                space, "metadata.name", space.Id.Name);
        }

        return choice == "enabled";
    }

    private static bool IsEnabledByDefault(AnalysisContext context, string? revision)
    {
        var name = InjectorConfigs.NameOf(revision);
        var values = context.Of("", "ConfigMap").FirstOrDefault(item => item.Id.Name == name)?.Root["data"].Text("values") ?? "";
        try
        {
            return JsonNode.Parse(values.Length == 0 ? "{}" : values)?["sidecarInjectorWebhook"]?["enableNamespacesByDefault"]?.GetValue<bool>() == true;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
