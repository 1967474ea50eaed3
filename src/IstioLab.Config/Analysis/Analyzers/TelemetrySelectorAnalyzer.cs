using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Telemetries that select nothing, or the same as another (IST0101, IST0159, IST0160).</summary>
internal sealed class TelemetrySelectorAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var all = context.Of("telemetry.istio.io", "Telemetry").ToList();
        var selected = new List<(ConfigObject Pod, ConfigObject Telemetry)>();
        foreach (var item in all)
        {
            var selector = item.Root["spec"].Child("selector").Child("matchLabels").ToTextMap();
            if (selector.Count == 0)
            {
                continue;
            }

            var pods = context.Workloads.Where(pod => pod.Id.Namespace == item.Id.Namespace && selector.Selects(pod.Labels)).ToList();
            selected.AddRange(pods.Select(pod => (pod, item)));
            if (pods.Count == 0)
            {
                context.Report(MessageKinds.ReferencedResourceNotFound, item, Selectors.PathOf("spec.selector.matchLabels", selector), "selector", selector.Print());
            }
        }

        foreach (var pod in selected.GroupBy(pair => pair.Pod, pair => pair.Telemetry).Where(group => group.Count() > 1))
        {
            foreach (var item in pod)
            {
                context.Report(MessageKinds.ConflictingTelemetryWorkloadSelectors, item, "metadata.name", Names(pod), pod.Key.Id.Namespace, pod.Key.Id.Name);
            }
        }

        foreach (var space in all.Where(item => !item.Root["spec"].Has("selector")).GroupBy(item => item.Id.Namespace).Where(group => group.Count() > 1))
        {
            foreach (var item in space)
            {
                context.Report(MessageKinds.MultipleTelemetriesWithoutWorkloadSelectors, item, "", Names(space), space.Key);
            }
        }
    }

    private static string Names(IEnumerable<ConfigObject> items) => string.Join(", ", items.Select(item => item.Id.Name).Order(StringComparer.Ordinal));
}
