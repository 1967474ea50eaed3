using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Annotations of Istio that are unknown, deprecated, on the wrong kind or wrong in value (IST0107, IST0108, IST0125, IST0135).</summary>
internal sealed class AnnotationAnalyzer : IAnalyzer
{
    private const string Inject = "sidecar.istio.io/inject";

    private static readonly string[] s_kinds = ["Namespace", "Service", "Pod"];

    /// <summary>Istio itself writes these.</summary>
    private static readonly string[] s_ignored = ["sidecar.istio.io/status", "gateway.istio.io/controller-version", "istio.io/rev"];

    /// <summary>What the injector writes onto pods that need no init container.</summary>
    private static readonly string[] s_injected =
    [
        "sidecar.istio.io/interceptionMode", "traffic.sidecar.istio.io/includeInboundPorts",
        "traffic.sidecar.istio.io/excludeInboundPorts", "traffic.sidecar.istio.io/includeOutboundIPRanges",
    ];

    public void Analyze(AnalysisContext context)
    {
        foreach (var item in s_kinds.SelectMany(kind => context.Of("", kind)).Concat(context.Of("apps", "Deployment")))
        {
            // What this lab writes on its own objects is below its own domain.
            foreach (var (name, value) in item.Annotations.Where(pair => IsIstios(pair.Key)))
            {
                Check(context, item, name, value);
            }
        }
    }

    private static void Check(AnalysisContext context, ConfigObject item, string name, string value)
    {
        var path = YamlPath.Of("metadata.annotations", name);
        if (KnownAnnotations.Find(name) is not { } known)
        {
            context.Report(MessageKinds.UnknownAnnotation, item, path, name);
            return;
        }

        if (known.IsDeprecated && !(name == Inject && item.Labels.ContainsKey(Inject)))
        {
            context.Report(
                MessageKinds.DeprecatedAnnotation, item, path, name, name == Inject ? "Use the label 'sidecar.istio.io/inject' instead." : "Remove it; it may stop working.");
        }

        if (known.Kinds.Contains("Any"))
        {
            return;
        }

        if (KnownAnnotations.IsAlpha(name) && !(IsWrittenByIstio(item) && s_injected.Contains(name)))
        {
            context.Report(MessageKinds.AlphaAnnotation, item, path, name);
        }

        if (!known.Kinds.Contains(item.Id.Kind))
        {
            context.Report(MessageKinds.MisplacedAnnotation, item, path, name, string.Join(", ", known.Kinds));
        }
        else if (AnnotationValues.Problem(name, value) is { } problem)
        {
            context.Report(MessageKinds.InvalidAnnotation, item, path, name, problem);
        }
    }

    private static bool IsWrittenByIstio(ConfigObject item) =>
        item.Id.Kind == "Pod" && !item.Root["spec"].Items("initContainers").Any(container => container.Text("name") == "istio-init");

    private static bool IsIstios(string name) =>
        name == "kubernetes.io/ingress.class"
        || (name.Split('/')[0].EndsWith("istio.io", StringComparison.Ordinal) && !s_ignored.Contains(name));
}
