using System.Globalization;

namespace IstioLab.Labs.Statistics;

/// <summary>Decides whether a seen split fits the expected one. The shares are drawn per request, so a tolerance follows from the count.</summary>
public static class SplitExpectation
{
    /// <summary>How often a right split is called wrong by chance: once in a million.</summary>
    public const double Risk = 1e-6;

    /// <summary>Compares.</summary>
    /// <param name="expected">The expected shares in percent by workload; what is not named is expected 0 %.</param>
    /// <param name="observed">The answers by workload.</param>
    /// <returns>One sentence per workload whose count does not fit; empty when all do.</returns>
    public static IReadOnlyList<string> Compare(IReadOnlyDictionary<string, int> expected, IReadOnlyDictionary<string, int> observed)
    {
        var total = observed.Values.Sum();
        if (total == 0)
        {
            return ["No request was answered by a workload of the lab."];
        }

        var names = expected.Keys.Union(observed.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        List<string> problems = [];
        foreach (var name in names)
        {
            var share = expected.GetValueOrDefault(name) / 100.0;
            var count = observed.GetValueOrDefault(name);
            if (!new Proportion(count, total).Fits(share, Risk / names.Count))
            {
                problems.Add(Describe(name, count, total, share, names.Count));
            }
        }

        return problems;
    }

    private static string Describe(string name, int count, int total, double share, int categories)
    {
        var (least, most) = Proportion.FittingCounts(share, total, Risk / categories);
        var allowed = least == most ? $"exactly {least}" : $"{least} to {most}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"'{name}' answered {count} of {total} requests ({100.0 * count / total:0.#} %); {100 * share:0.#} % are expected, which allows {allowed}.");
    }
}
