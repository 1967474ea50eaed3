namespace IstioLab.Config.Validation.DestinationRules;

/// <summary>A list of localities <c>region/zone/subzone</c>: none may lie inside of another.</summary>
internal static class LocalityNames
{
    /// <summary>The first error, or null.</summary>
    public static string? Error(IEnumerable<string> localities)
    {
        var seen = new List<string>();
        foreach (var locality in localities)
        {
            if (locality.Contains('*', StringComparison.Ordinal) && (locality.Count('*') > 1 || !locality.EndsWith('*')))
            {
                return $"locality {locality} wildcard '*' number can not exceed 1 and must be in the end";
            }

            if (locality.Split('/', 3).Contains(""))
            {
                return $"locality {locality} must not contain empty region/zone/subzone info";
            }

            if (seen.Any(earlier => Overlap(earlier, locality)))
            {
                return $"locality {locality} overlap with previous specified ones";
            }

            seen.Add(locality);
        }

        return null;
    }

    /// <summary>
    /// An earlier region or zone covers everything below it. A later, wider one is only found where it names the region alone:
    /// Istio looks at it in the order of the list.
    /// </summary>
    private static bool Overlap(string earlier, string later)
    {
        var (first, second) = (earlier.Split('/', 3), later.Split('/', 3));
        if (first[0] == "*")
        {
            return true;
        }

        if (first[0] != second[0])
        {
            return false;
        }

        if (first.Length == 1 || second.Length == 1 || first[1] == "*")
        {
            return true;
        }

        if (first[1] != second[1])
        {
            return false;
        }

        return first.Length == 2 || second.Length == 2 || first[2] == "*" || first[2] == second[2];
    }
}
