using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Workloads with <c>image: auto</c> that injection does not take (IST0146, IST0147).</summary>
internal sealed class AutoImageAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        foreach (var pod in context.Pods.Where(item => InMesh.ProxyOf(item.Root["spec"], withInit: false) == "auto"))
        {
            context.Report(MessageKinds.ImageAutoWithoutInjectionError, pod, "metadata.name", "Pod", pod.Id.Name);
        }

        var hooks = context.Of("admissionregistration.k8s.io", "MutatingWebhookConfiguration")
            .SelectMany(item => item.Root.Items("webhooks"))
            .Where(hook => hook.Text("name").EndsWith("istio.io", StringComparison.Ordinal))
            .ToList();
        foreach (var deployment in context.Of("apps", "Deployment"))
        {
            var template = deployment.Root["spec"].Child("template");
            var space = InMesh.Namespace(context, deployment.Id.Namespace)?.Labels ?? System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
            var labels = template.Child("metadata").Child("labels").ToTextMap();
            if (InMesh.ProxyOf(template.Child("spec"), withInit: false) == "auto"
                && !hooks.Exists(hook => Selectors.MatchesLabelSelector(hook["namespaceSelector"], space)
                    && Selectors.MatchesLabelSelector(hook["objectSelector"], labels)))
            {
                context.Report(MessageKinds.ImageAutoWithoutInjectionWarning, deployment, "metadata.name", "Deployment", deployment.Id.Name);
            }
        }
    }
}
