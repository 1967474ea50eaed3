using System.Collections.Frozen;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis.Analyzers;

/// <summary>Policies that select nothing, or name namespaces that do not exist (IST0127, IST0101).</summary>
internal sealed class AuthorizationPolicyAnalyzer : IAnalyzer
{
    public void Analyze(AnalysisContext context)
    {
        var policies = context.Of("security.istio.io", "AuthorizationPolicy").ToList();
        if (policies.Count == 0)
        {
            return;
        }

        var pods = context.Workloads.Where(pod => InMesh.IsAmbient(pod) || InMesh.Contains(context, pod)).ToLookup(pod => pod.Id.Namespace);
        foreach (var policy in policies)
        {
            CheckSelector(context, policy, pods);
            CheckNamespaces(context, policy);
        }
    }

    private static void CheckSelector(AnalysisContext context, ConfigObject policy, ILookup<string, ConfigObject> pods)
    {
        var everywhere = policy.Id.Namespace == context.RootNamespace;
        var selector = policy.Root["spec"].Child("selector");
        var candidates = everywhere ? pods.SelectMany(group => group) : pods[policy.Id.Namespace];
        if (selector is null)
        {
            if (!everywhere && !candidates.Any())
            {
                context.Report(MessageKinds.NoMatchingWorkloadsFound, policy, "", "");
            }

            return;
        }

        var labels = selector["matchLabels"].ToTextMap();
        if (!candidates.Any(pod => labels.Selects(pod.Labels)))
        {
            context.Report(MessageKinds.NoMatchingWorkloadsFound, policy, Selectors.PathOf("spec.selector.matchLabels", labels), labels.Print());
        }
    }

    private static void CheckNamespaces(AnalysisContext context, ConfigObject policy)
    {
        var known = context.Of("", "Namespace").Select(item => item.Id.Name).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        var rules = policy.Root["spec"].Items("rules");
        for (var rule = 0; rule < rules.Length; rule++)
        {
            var from = rules[rule].Items("from");
            for (var index = 0; index < from.Length; index++)
            {
                foreach (var list in new[] { "namespaces", "notNamespaces" })
                {
                    var names = from[index]["source"].Texts(list);
                    for (var item = 0; item < names.Length; item++)
                    {
                        if (!known.Any(space => Matches(space, names[item])))
                        {
                            context.Report(
                                MessageKinds.ReferencedResourceNotFound, policy, $"spec.rules[{rule}].from[{index}].source.{list}[{item}]", "namespace", names[item]);
                        }
                    }
                }
            }
        }
    }

    private static bool Matches(string space, string pattern) =>
        pattern == "*" || (pattern.StartsWith('*') ? space.EndsWith(pattern[1..], StringComparison.Ordinal)
            : pattern.EndsWith('*') ? space.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : string.Equals(space, pattern, StringComparison.OrdinalIgnoreCase));
}
