using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Pods whose proxy is not the one that injection gives today (IST0158).</summary>
internal sealed class ProxyImageAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var images = context.Of("", "ConfigMap")
            .Where(item => item.Id.Name.StartsWith(InjectorConfigs.Default, StringComparison.Ordinal))
            .GroupBy(item => item.Id.Name)
            .ToDictionary(same => same.Key, same => ImageOf(same.Last()), StringComparer.Ordinal);
        if (images.Count == 0)
        {
            return;
        }

        var types = new ProxyImageTypes(context);
        foreach (var space in context.Of("", "Namespace"))
        {
            var hasRevision = space.Labels.TryGetValue("istio.io/rev", out var revision);
            if ((!hasRevision && space.Labels.GetValueOrDefault("istio-injection") != "enabled")
                || !images.TryGetValue(InjectorConfigs.NameOf(revision), out var image))
            {
                continue;
            }

            var other = context.Pods.Where(pod => pod.Id.Namespace == space.Id.Name && Differs(pod, image, types))
                .Select(pod => pod.Id.Name)
                .Order(StringComparer.Ordinal)
                .ToList();
            if (other.Count > 0)
            {
                context.Report(MessageKinds.PodsIstioProxyImageMismatchInNamespace, space, "metadata.name", string.Join(", ", other));
            }
        }
    }

    private static bool Differs(ConfigObject pod, string image, ProxyImageTypes types)
    {
        if (pod.Annotations.GetValueOrDefault("sidecar.istio.io/proxyImage", "").Length > 0)
        {
            return false;
        }

        var spec = pod.Root["spec"];
        return spec.Items("containers").Concat(spec.Items("initContainers"))
            .Where(container => container.Text("name") == "istio-proxy")
            .Any(container => container.Text("image") != image && container.Text("image") != $"{image}-{types.Of(pod)}");
    }

    private static string ImageOf(ConfigObject config)
    {
        try
        {
            var global = JsonNode.Parse(config.Root["data"].Text("values"))?["global"];
            var image = (string?)global?["proxy"]?["image"] ?? "";
            return image.Contains('/', StringComparison.Ordinal) ? image : $"{(string?)global?["hub"]}/{image}:{global?["tag"]}";
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
