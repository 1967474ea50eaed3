using System.Collections.Frozen;

namespace IstioLab.Config.Discovery;

/// <summary>Compares and joins labels.</summary>
internal static class LabelMaps
{
    public static FrozenDictionary<string, string> Merge(
        FrozenDictionary<string, string> first,
        FrozenDictionary<string, string> second)
    {
        if (first.Count == 0 || second.Count == 0)
        {
            return first.Count == 0 ? second : first;
        }

        var result = new Dictionary<string, string>(first, StringComparer.Ordinal);
        foreach (var (key, value) in second)
        {
            result[key] = value;
        }

        return result.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static bool IsSubset(FrozenDictionary<string, string> selector, FrozenDictionary<string, string> labels)
    {
        foreach (var (key, value) in selector)
        {
            if (!labels.TryGetValue(key, out var actual) || actual != value)
            {
                return false;
            }
        }

        return true;
    }
}
