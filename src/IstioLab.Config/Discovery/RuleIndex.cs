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

        var separate = true;
        for (var index = 0; index < list.Count; index++)
        {
            var existing = list[index];
            if (!SameSet(existing.ExportTo, rule.ExportTo) && !IsSuperset(rule.ExportTo, existing.ExportTo))
            {
                continue;
            }

            if (!SameSelector(existing, rule))
            {
                continue;
            }

            separate &= !SameSet(existing.ExportTo, rule.ExportTo) && existing.WorkloadSelector is null != rule.WorkloadSelector is null;
            list[index] = Merge(existing, rule);
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

    private static ConsolidatedRule Create(DestinationRule rule) => new()
    {
        Host = rule.Host,
        Namespace = rule.Namespace,
        Policy = rule.Policy,
        Subsets = rule.Subsets,
        ExportTo = rule.WorkloadSelector is null ? rule.ExportTo : ["."],
        WorkloadSelector = rule.WorkloadSelector,
        From = [rule],
    };

    private static ConsolidatedRule Merge(ConsolidatedRule existing, DestinationRule rule) => existing with
    {
        Policy = existing.Policy ?? rule.Policy,
        Subsets = existing.Subsets.AddRange(rule.Subsets.Where(subset => existing.FindSubset(subset.Name) is null)),
        From = existing.From.Add(rule),
    };

    private static bool SameSelector(ConsolidatedRule existing, DestinationRule rule)
    {
        if (existing.WorkloadSelector is null || rule.WorkloadSelector is null)
        {
            return existing.WorkloadSelector is null && rule.WorkloadSelector is null;
        }

        return existing.WorkloadSelector.Count == rule.WorkloadSelector.Count
            && existing.WorkloadSelector.All(pair => rule.WorkloadSelector.GetValueOrDefault(pair.Key) == pair.Value);
    }

    private static bool SameSet(IReadOnlyCollection<string> first, IReadOnlyCollection<string> second) =>
        first.ToHashSet(StringComparer.Ordinal).SetEquals(second);

    private static bool IsSuperset(IReadOnlyCollection<string> larger, IReadOnlyCollection<string> smaller) =>
        smaller.Count > 0 && smaller.All(larger.Contains);
}
