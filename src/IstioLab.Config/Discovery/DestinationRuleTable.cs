using IstioLab.Config.Istio;

namespace IstioLab.Config.Discovery;

/// <summary>Finds the DestinationRule of a service: the client's namespace, then the service's, then the root namespace.</summary>
internal sealed class DestinationRuleTable
{
    private readonly Dictionary<string, RuleIndex> local = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleIndex> exported = new(StringComparer.Ordinal);
    private readonly RuleIndex rootLocal = new();
    private readonly string root;

    public DestinationRuleTable(IEnumerable<DestinationRule> rules, MeshSettings settings)
    {
        root = settings.RootNamespace;
        var sorted = rules.OrderBy(rule => rule.WorkloadSelector is null)
            .ThenBy(rule => rule.Source.CreationTime)
            .ThenBy(rule => rule.Source.Id.Name, StringComparer.Ordinal)
            .ThenBy(rule => rule.Namespace, StringComparer.Ordinal);
        foreach (var rule in sorted)
        {
            AsksForLabels |= rule.WorkloadSelector is not null;
            Add(rule, settings);
        }
    }

    /// <summary>Whether a rule is for some clients only.</summary>
    public bool AsksForLabels { get; }

    /// <summary>The candidates for a client; those with a workload selector among them are for some clients only.</summary>
    public IReadOnlyList<ConsolidatedRule> Find(string clientNamespace, string host, string serviceNamespace)
    {
        var own = clientNamespace == root ? rootLocal : local.GetValueOrDefault(clientNamespace);
        if (own?.Find(host) is { Count: > 0 } found)
        {
            return found;
        }

        return FindExported(serviceNamespace, host, clientNamespace) is { Count: > 0 } ofService
            ? ofService
            : FindExported(root, host, clientNamespace);
    }

    private List<ConsolidatedRule> FindExported(string owner, string host, string client) =>
        exported.GetValueOrDefault(owner)?.Find(host)
            .Where(rule => rule.ExportTo.IsEmpty || rule.ExportTo.Contains("*") || rule.ExportTo.Contains(client))
            .ToList() ?? [];

    private void Add(DestinationRule rule, MeshSettings settings)
    {
        var exportTo = rule.WorkloadSelector is null ? rule.ExportTo : ["."];
        var space = rule.Namespace;
        if (exportTo.IsEmpty || exportTo.Contains("*") || exportTo.Contains(".") || exportTo.Contains(space))
        {
            IndexOf(local, space).Add(rule);
        }

        var isPrivate = exportTo.IsEmpty
            ? settings.DefaultDestinationRuleExportTo.Contains(".")
            : exportTo is [var only] && (only == "." || only == space);
        if (!isPrivate)
        {
            IndexOf(exported, space).Add(rule);
        }
        else if (space == root)
        {
            rootLocal.Add(rule);
        }
    }

    private static RuleIndex IndexOf(Dictionary<string, RuleIndex> indexes, string space)
    {
        if (!indexes.TryGetValue(space, out var index))
        {
            indexes[space] = index = new RuleIndex();
        }

        return index;
    }
}
