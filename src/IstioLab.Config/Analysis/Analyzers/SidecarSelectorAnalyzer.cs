using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Sidecars that select nothing, or the same as another (IST0101, IST0110, IST0111, IST0167).</summary>
internal sealed class SidecarSelectorAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var sidecars = context.Networking("Sidecar").Select(item => (Item: item, Selector: item.Root["spec"].Child("workloadSelector").Child("labels").ToTextMap())).ToList();
        var reported = new HashSet<ConfigObject>();
        var selected = new Dictionary<ConfigObject, List<ConfigObject>>();
        foreach (var (item, selector) in sidecars.Where(sidecar => sidecar.Selector.Count > 0))
        {
            var pods = context.Workloads.Where(pod => pod.Id.Namespace == item.Id.Namespace && selector.Selects(pod.Labels)).ToList();
            if (pods.Count == 0)
            {
                context.Report(
                    MessageKinds.ReferencedResourceNotFound, item, Selectors.PathOf("spec.workloadSelector.labels", selector), "selector", selector.Print());
            }

            foreach (var pod in pods)
            {
                if (!selected.TryGetValue(pod, out var list))
                {
                    selected[pod] = list = [];
                }

                list.Add(item);
            }
        }

        foreach (var (pod, list) in selected)
        {
            CheckPod(context, pod, list, reported);
        }

        foreach (var space in sidecars.Where(sidecar => sidecar.Selector.Count == 0).Select(sidecar => sidecar.Item).GroupBy(item => item.Id.Namespace))
        {
            CheckNamespace(context, [.. space], reported);
        }
    }

    private static void CheckPod(AnalysisContext context, ConfigObject pod, List<ConfigObject> sidecars, HashSet<ConfigObject> reported)
    {
        foreach (var item in sidecars)
        {
            if (InMesh.IsAmbient(pod))
            {
                if (reported.Add(item))
                {
                    context.Report(MessageKinds.IneffectivePolicy, item, "spec.workloadSelector", "the workload that it selects is in ambient mode");
                }
            }
            else if (sidecars.Count > 1)
            {
                context.Report(MessageKinds.ConflictingSidecarWorkloadSelectors, item, "metadata.name", Names(sidecars), pod.Id.Namespace, pod.Id.Name);
            }
        }
    }

    private static void CheckNamespace(AnalysisContext context, List<ConfigObject> sidecars, HashSet<ConfigObject> reported)
    {
        var isAmbient = InMesh.IsAmbientNamespace(InMesh.Namespace(context, sidecars[0].Id.Namespace));
        foreach (var item in sidecars)
        {
            if (isAmbient && reported.Add(item))
            {
                context.Report(MessageKinds.IneffectivePolicy, item, "", "its namespace is in ambient mode");
            }
            else if (!isAmbient && sidecars.Count > 1)
            {
                context.Report(MessageKinds.MultipleSidecarsWithoutWorkloadSelectors, item, "", Names(sidecars), item.Id.Namespace);
            }
        }
    }

    private static string Names(List<ConfigObject> items) => string.Join(", ", items.Select(item => item.Id.Name).Order(StringComparer.Ordinal));
}
