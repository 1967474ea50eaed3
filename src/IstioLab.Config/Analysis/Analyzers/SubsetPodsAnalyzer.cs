using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>DestinationRules for hosts that do not exist, and subsets that select no pod (IST0174, IST0173).</summary>
internal sealed class SubsetPodsAnalyzer : IAnalyzer
{
    private static readonly string[] s_topology = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone"];

    public void Analyze(AnalysisContext context)
    {
        var rules = context.Networking("DestinationRule").ToList();
        if (rules.Count == 0)
        {
            return;
        }

        var hosts = new ServiceHosts(context);
        var nodes = context.Of("", "Node").ToDictionary(node => node.Id.Name, StringComparer.Ordinal);
        ImmutableArray<FrozenDictionary<string, string>> pods = [.. context.Workloads.Select(pod => LabelsOf(pod, nodes))];
        foreach (var rule in rules)
        {
            var spec = rule.Root["spec"];
            if (hosts.Find(rule.Id.Namespace, spec.Texts("exportTo"), spec.Text("host")) is not { } service)
            {
                context.Report(MessageKinds.UnknownDestinationRuleHost, rule, "spec.host", spec.Text("host"));
                continue;
            }

            var subsets = spec.Items("subsets");
            for (var index = 0; index < subsets.Length; index++)
            {
                var selector = LabelMaps.Merge(service.Selector, subsets[index].Child("labels").ToTextMap());
                if (!pods.Any(selector.Selects))
                {
                    context.Report(MessageKinds.DestinationRuleSubsetNotSelectPods, rule, $"spec.subsets[{index}]", subsets[index].Text("name"));
                }
            }
        }
    }

    /// <summary>The labels that endpoints have: the pod's, and what its node says of the place.</summary>
    private static FrozenDictionary<string, string> LabelsOf(ConfigObject pod, Dictionary<string, ConfigObject> nodes)
    {
        var name = pod.Root["spec"].Text("nodeName");
        if (name.Length == 0)
        {
            return pod.Labels;
        }

        var labels = new Dictionary<string, string>(pod.Labels, StringComparer.Ordinal);
        labels["kubernetes.io/hostname"] = name;
        foreach (var key in s_topology)
        {
            if (nodes.GetValueOrDefault(name)?.Labels.GetValueOrDefault(key) is { Length: > 0 } value)
            {
                labels[key] = value;
            }
        }

        return labels.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
