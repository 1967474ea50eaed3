using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Discovery;

/// <summary>The merged DestinationRules of one namespace by host. Follows <c>mergeDestinationRule</c>.</summary>
internal sealed class RuleIndex
{
    private readonly Dictionary<string, List<ConsolidatedRule>> byHost = new(StringComparer.Ordinal);

    public void Add(DestinationRule rule)
    {
        if (!byHost.TryGetValue(rule.Host, out var list))
        {
            byHost[rule.Host] = list = [];
        }

        // The last rule of the host decides whether the new one also stands alone, as in Istio's loop.
        var separate = true;
        for (var index = 0; index < list.Count; index++)
        {
            var fit = Compare(list[index], rule);
            separate = fit is RuleFit.None or RuleFit.MergeAndKeep;
            if (fit != RuleFit.None)
            {
                list[index] = Merge(list[index], rule);
            }
        }

        if (separate)
        {
            list.Add(Create(rule));
        }
    }

    public IReadOnlyList<ConsolidatedRule> Find(string host)
    {
        var best = HostName.MostSpecific(host, byHost.Keys);
        return best is null ? [] : byHost[best];
    }

    /// <summary>A rule for all clients is also merged into one for some clients, when both are exported alike.</summary>
    private static RuleFit Compare(ConsolidatedRule existing, DestinationRule rule)
    {
        var exportTo = ExportOf(rule);
        var same = SameSet(existing.ExportTo, exportTo);
        if (!same && !IsSuperset(exportTo, existing.ExportTo))
        {
            return RuleFit.None;
        }

        return (existing.WorkloadSelector, rule.WorkloadSelector) switch
        {
            (null, null) => RuleFit.Merge,
            ({ } one, { } other) => SameLabels(one, other) ? RuleFit.Merge : RuleFit.None,
            _ => same ? RuleFit.Merge : RuleFit.MergeAndKeep,
        };
    }

    /// <summary>A rule for some clients stays in its namespace.</summary>
    private static ImmutableArray<string> ExportOf(DestinationRule rule) => rule.WorkloadSelector is null ? rule.ExportTo : ["."];

    private static ConsolidatedRule Create(DestinationRule rule) => new()
    {
        Host = rule.Host,
        Namespace = rule.Namespace,
        Policy = rule.Policy,
        Subsets = rule.Subsets,
        ExportTo = ExportOf(rule),
        WorkloadSelector = rule.WorkloadSelector,
        From = [rule],
    };

    private static ConsolidatedRule Merge(ConsolidatedRule existing, DestinationRule rule) => existing with
    {
        Policy = existing.Policy ?? rule.Policy,
        Subsets = existing.Subsets.AddRange(rule.Subsets.Where(subset => existing.FindSubset(subset.Name) is null)),
        From = existing.From.Add(rule),
    };

    private static bool SameLabels(FrozenDictionary<string, string> first, FrozenDictionary<string, string> second) =>
        first.Count == second.Count && LabelMaps.IsSubset(first, second);

    private static bool SameSet(IReadOnlyCollection<string> first, IReadOnlyCollection<string> second) =>
        first.ToHashSet(StringComparer.Ordinal).SetEquals(second);

    private static bool IsSuperset(IReadOnlyCollection<string> larger, IReadOnlyCollection<string> smaller) =>
        smaller.Count > 0 && smaller.All(larger.Contains);
}
