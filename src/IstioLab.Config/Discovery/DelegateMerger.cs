using System.Collections.Immutable;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Discovery;

/// <summary>Puts the rules of delegates in place of the rules that name them. Follows <c>model/virtualservice.go</c>.</summary>
internal static class DelegateMerger
{
    public static VirtualService Merge(
        VirtualService root,
        IReadOnlyDictionary<(string Namespace, string Name), VirtualService> delegates,
        MeshSettings settings)
    {
        var rules = ImmutableArray.CreateBuilder<HttpRule>();
        foreach (var rule in root.Http)
        {
            if (rule.Delegate is not { } reference)
            {
                rules.Add(rule);
            }
            else if (delegates.TryGetValue((reference.Namespace, reference.Name), out var found)
                && Visibility.IsVisible(
                    found.ExportTo.IsEmpty ? settings.DefaultVirtualServiceExportTo : found.ExportTo, found.Namespace, root.Namespace))
            {
                rules.AddRange(MergeRules(rule, found.Http));
            }
        }

        return root with { Http = rules.ToImmutable() };
    }

    /// <summary>Merges a root's rule with each rule of its delegate; a rule whose matches all conflict is left out.</summary>
    public static ImmutableArray<HttpRule> MergeRules(HttpRule root, ImmutableArray<HttpRule> delegated) =>
        [.. delegated.Select(rule => MergeRule(root, rule)).OfType<HttpRule>()];

    /// <summary>All pairs of matches that do not conflict; nothing at all when one match of the delegate fits no match of the root.</summary>
    public static ImmutableArray<HttpMatch>? MergeMatches(ImmutableArray<HttpMatch> root, ImmutableArray<HttpMatch> delegated)
    {
        if (root.IsEmpty || delegated.IsEmpty)
        {
            return root.IsEmpty ? delegated : root;
        }

        var result = ImmutableArray.CreateBuilder<HttpMatch>();
        foreach (var leaf in delegated)
        {
            var count = result.Count;
            foreach (var match in root)
            {
                if (!MatchConflicts.HasConflict(match, leaf))
                {
                    result.Add(MergeMatch(match, leaf));
                }
            }

            if (result.Count == count)
            {
                return null;
            }
        }

        return result.ToImmutable();
    }

    private static HttpRule? MergeRule(HttpRule root, HttpRule rule) =>
        MergeMatches(root.Matches, rule.Matches) is not { } matches ? null : rule with
        {
            Matches = matches,
            Name = JoinNames(root.Name, rule.Name),
            Rewrite = rule.Rewrite ?? root.Rewrite,
            DirectResponse = rule.DirectResponse ?? root.DirectResponse,
            Timeout = rule.Timeout ?? root.Timeout,
            Retries = rule.Retries ?? root.Retries,
            Fault = rule.Fault ?? root.Fault,
            Mirror = rule.Mirror ?? root.Mirror,
            MirrorPercent = rule.MirrorPercent ?? root.MirrorPercent,
            MirrorPercentage = rule.MirrorPercentage ?? root.MirrorPercentage,
            Cors = rule.Cors ?? root.Cors,
            Mirrors = rule.Mirrors.IsDefault ? root.Mirrors : rule.Mirrors,
            Headers = rule.Headers ?? root.Headers,
        };

    private static HttpMatch MergeMatch(HttpMatch root, HttpMatch leaf) => leaf with
    {
        Name = JoinNames(root.Name, leaf.Name),
        Uri = leaf.Uri ?? root.Uri,
        Scheme = leaf.Scheme ?? root.Scheme,
        Method = leaf.Method ?? root.Method,
        Authority = leaf.Authority ?? root.Authority,
        Headers = MergeNamed(root.Headers, leaf.Headers),
        WithoutHeaders = MergeNamed(root.WithoutHeaders, leaf.WithoutHeaders),
        QueryParams = MergeNamed(root.QueryParams, leaf.QueryParams),
        Port = leaf.Port == 0 ? root.Port : leaf.Port,
        SourceLabels = LabelMaps.Merge(root.SourceLabels, leaf.SourceLabels),
        SourceNamespace = leaf.SourceNamespace.Length == 0 ? root.SourceNamespace : leaf.SourceNamespace,
        Gateways = leaf.Gateways.IsEmpty ? root.Gateways : leaf.Gateways,
        StatPrefix = leaf.StatPrefix.Length == 0 ? root.StatPrefix : leaf.StatPrefix,
    };

    private static string JoinNames(string root, string leaf) =>
        leaf.Length == 0 ? root : root.Length == 0 ? leaf : $"{root}-{leaf}";

    private static ImmutableArray<NamedMatch> MergeNamed(ImmutableArray<NamedMatch> root, ImmutableArray<NamedMatch> leaf) =>
        [.. root.Where(item => !leaf.Any(other => other.Name == item.Name)), .. leaf];
}
