using System.Collections.Immutable;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Discovery;

/// <summary>Whether a delegate's match asks for more than its root allows. Follows <c>hasConflict</c>.</summary>
internal static class MatchConflicts
{
    public static bool HasConflict(HttpMatch root, HttpMatch leaf) =>
        Conflicts(root.Uri, leaf.Uri)
        || Conflicts(root.Scheme, leaf.Scheme)
        || Conflicts(root.Method, leaf.Method)
        || Conflicts(root.Authority, leaf.Authority)
        || Conflicts(root.Headers, leaf.Headers)
        || Conflicts(root.WithoutHeaders, leaf.WithoutHeaders)
        || Conflicts(root.QueryParams, leaf.QueryParams)
        || root.IgnoreUriCase != leaf.IgnoreUriCase
        || (root.Port > 0 && leaf.Port > 0 && root.Port != leaf.Port)
        || (root.SourceNamespace.Length > 0 && root.SourceNamespace != leaf.SourceNamespace)
        || leaf.SourceLabels.Any(pair => root.SourceLabels.TryGetValue(pair.Key, out var value) && value != pair.Value)
        || GatewaysConflict(root.Gateways, leaf.Gateways);

    private static bool Conflicts(ImmutableArray<NamedMatch> root, ImmutableArray<NamedMatch> leaf) =>
        leaf.Any(item => Conflicts(root.FirstOrDefault(other => other.Name == item.Name)?.Match, item.Match));

    private static bool GatewaysConflict(ImmutableArray<string> root, ImmutableArray<string> leaf) =>
        root.Length > 0 && leaf.Length > 0 && (root.Length < leaf.Length || leaf.Any(name => !root.Contains(name)));

    private static bool Conflicts(StringMatch? root, StringMatch? leaf)
    {
        if (root is null || leaf is null)
        {
            return false;
        }

        if ((root.Regex.Length > 0 && leaf.Value.Length > 0) || (leaf.Regex.Length > 0 && root.Value.Length > 0))
        {
            return true;
        }

        if (root.Exact.Length > 0)
        {
            return leaf.Prefix.Length > 0 || leaf.Exact != root.Exact;
        }

        if (root.Prefix.Length > 0 && leaf.Value.Length > 0 && leaf.Regex.Length == 0)
        {
            return !leaf.Value.StartsWith(root.Prefix, StringComparison.Ordinal);
        }

        return true;
    }
}
