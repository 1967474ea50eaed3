using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis;

/// <summary>Whether pods belong to the mesh. Follows <c>analyzers/util/in_mesh.go</c>.</summary>
internal static class InMesh
{
    private const string InjectLabel = "sidecar.istio.io/inject";

    public static bool Contains(AnalysisContext context, ConfigObject pod)
    {
        var spec = pod.Root["spec"];
        if (ProxyOf(spec, withInit: true) is { Length: > 0 })
        {
            return true;
        }

        return Choice(pod, InjectLabel) ?? Namespace(context, pod.Id.Namespace)?.Labels.GetValueOrDefault("istio-injection") == "enabled";
    }

    public static bool IsAmbient(ConfigObject pod) => pod.Annotations.GetValueOrDefault("ambient.istio.io/redirection") == "enabled";

    public static bool IsAmbientNamespace(ConfigObject? space) => space is not null
        && space.Labels.GetValueOrDefault("istio-injection") != "enabled"
        && space.Labels.GetValueOrDefault("istio.io/rev", "").Length == 0
        && space.Labels.GetValueOrDefault("istio.io/dataplane-mode") == "ambient";

    public static ConfigObject? Namespace(AnalysisContext context, string name) => context.Find("", "Namespace", "", name);

    /// <summary>Istio's own parts are not what users get wrong.</summary>
    public static bool IsControlPlane(ConfigObject item) =>
        item.Labels.ContainsKey("istio") || item.Labels.GetValueOrDefault("release") == "istio";

    /// <summary>The image of the container <c>istio-proxy</c>; <see langword="null"/> without one.</summary>
    public static string? ProxyOf(YamlNode? spec, bool withInit) => spec.Items("containers")
        .Concat(withInit ? spec.Items("initContainers") : [])
        .FirstOrDefault(container => container.Text("name") == "istio-proxy")
        .OptionalText("image");

    private static bool? Choice(ConfigObject pod, string name) =>
        pod.Labels.TryGetValue(name, out var label) ? label == "true"
        : pod.Annotations.TryGetValue(name, out var annotation) ? annotation == "true"
        : null;
}
