using System.Collections.Immutable;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Makes header operations: names in order, <c>set</c> before <c>add</c>; the Host header becomes a rewrite.</summary>
internal static class HeaderCompiler
{
    public static HeaderOperations Request(HeaderRules? rules) =>
        rules is null ? HeaderOperations.None : Create(rules.RequestRemove, rules.RequestSet, rules.RequestAdd);

    public static HeaderOperations Response(HeaderRules? rules) =>
        rules is null ? HeaderOperations.None : Create(rules.ResponseRemove, rules.ResponseSet, rules.ResponseAdd);

    /// <summary>The Host header that request operations ask for; <c>set</c> beats <c>add</c>.</summary>
    public static string? Authority(HeaderRules? rules) => rules is null ? null : Find(rules.RequestSet) ?? Find(rules.RequestAdd);

    public static HeaderOperations Join(HeaderOperations first, HeaderOperations second)
    {
        if (second.IsEmpty)
        {
            return first;
        }

        return first.IsEmpty
            ? second
            : new HeaderOperations(first.Remove.AddRange(second.Remove), first.Changes.AddRange(second.Changes));
    }

    private static HeaderOperations Create(
        ImmutableArray<string> remove,
        ImmutableArray<KeyValuePair<string, string>> set,
        ImmutableArray<KeyValuePair<string, string>> add)
    {
        ImmutableArray<HeaderChange> changes = [.. Sorted(set, false), .. Sorted(add, true)];
        ImmutableArray<string> removed = [.. remove.Where(name => !IsInternal(name)).Select(name => name.ToLowerInvariant())];
        return changes.IsEmpty && removed.IsEmpty ? HeaderOperations.None : new HeaderOperations(removed, changes);
    }

    private static IEnumerable<HeaderChange> Sorted(ImmutableArray<KeyValuePair<string, string>> pairs, bool append) =>
        pairs.Where(pair => !IsInternal(pair.Key))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new HeaderChange(pair.Key.ToLowerInvariant(), pair.Value, append));

    private static string? Find(ImmutableArray<KeyValuePair<string, string>> pairs)
    {
        string? found = null;
        foreach (var pair in pairs)
        {
            if (pair.Key.Equals(":authority", StringComparison.OrdinalIgnoreCase)
                || pair.Key.Equals("host", StringComparison.OrdinalIgnoreCase))
            {
                found = pair.Value.Length == 0 ? null : pair.Value;
            }
        }

        return found;
    }

    private static bool IsInternal(string name) =>
        name.StartsWith(':') || name.Equals("host", StringComparison.OrdinalIgnoreCase);
}
