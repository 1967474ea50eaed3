using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>The image type (<c>distroless</c>, <c>debug</c>) that a pod's proxy is to have: the mesh's, the namespace's, the workload's, the pod's own.</summary>
internal sealed class ProxyImageTypes(AnalysisContext context)
{
    public string Of(ConfigObject pod)
    {
        var type = TypeOf(context.Mesh.Child("defaultConfig"));
        var configs = context.Networking("ProxyConfig").Select(item => (item.Id.Namespace, Spec: item.Root["spec"])).ToList();
        var layers = configs.Where(item => item.Namespace == context.RootNamespace)
            .Concat(configs.Where(item => item.Namespace == pod.Id.Namespace && !item.Spec.Has("selector")))
            .Concat(configs.Where(item => item.Namespace == pod.Id.Namespace
                && item.Spec.Has("selector")
                && item.Spec.Child("selector").Child("matchLabels").ToTextMap().Selects(pod.Labels)))
            .Select(item => item.Spec)
            .Append(YamlDocumentReader.Read(pod.Annotations.GetValueOrDefault("proxy.istio.io/config", "")).Documents.FirstOrDefault()?.Root);
        foreach (var layer in layers)
        {
            type = TypeOf(layer) is { Length: > 0 } own ? own : type;
        }

        return type == "default" ? "" : type;
    }

    private static string TypeOf(YamlNode? config) => config.Child("image").Text("imageType");
}
