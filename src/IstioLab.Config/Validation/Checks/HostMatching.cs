namespace IstioLab.Config.Validation.Checks;

/// <summary>Whether host names with wildcards overlap or contain each other.</summary>
internal static class HostMatching
{
    public static bool Overlap(string left, string right) => (IsWildcard(left), IsWildcard(right)) switch
    {
        (true, true) when left.Length < right.Length => right[1..].EndsWith(left[1..], StringComparison.Ordinal),
        (true, true) => left[1..].EndsWith(right[1..], StringComparison.Ordinal),
        (true, false) => right.EndsWith(left[1..], StringComparison.Ordinal),
        (false, true) => left.EndsWith(right[1..], StringComparison.Ordinal),
        _ => left == right,
    };

    /// <summary>Whether every name that <paramref name="inner"/> matches is matched by <paramref name="outer"/>.</summary>
    public static bool Contains(string outer, string inner) => (IsWildcard(inner), IsWildcard(outer)) switch
    {
        (true, true) => inner.Length >= outer.Length && inner[1..].EndsWith(outer[1..], StringComparison.Ordinal),
        (true, false) => false,
        (false, true) => inner.EndsWith(outer[1..], StringComparison.Ordinal),
        _ => inner == outer,
    };

    private static bool IsWildcard(string name) => name.StartsWith('*');
}
