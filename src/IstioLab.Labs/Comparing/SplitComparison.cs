using System.Globalization;
using IstioLab.Labs.Statistics;

namespace IstioLab.Labs.Comparing;

/// <summary>Tells whether two samples can have come from one split.</summary>
internal static class SplitComparison
{
    // Two intervals that hold their share 9,999 times in 10,000 miss each other by chance in far fewer than one comparison in a million.
    private const double Confidence = 0.9999;

    public static bool AreAlike(IReadOnlyDictionary<string, int> left, IReadOnlyDictionary<string, int> right)
    {
        var (leftTotal, rightTotal) = (left.Values.Sum(), right.Values.Sum());
        return left.Keys.Union(right.Keys).All(answer => Overlap(
            new Proportion(left.GetValueOrDefault(answer), leftTotal),
            new Proportion(right.GetValueOrDefault(answer), rightTotal)));
    }

    public static string Write(IReadOnlyDictionary<string, int> split)
    {
        var total = split.Values.Sum();
        return total == 0 ? "no answer" : string.Join(", ", split.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
            string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {100.0 * pair.Value / total:0.#} %")));
    }

    private static bool Overlap(Proportion left, Proportion right)
    {
        var (leftLow, leftHigh) = left.Interval(Confidence);
        var (rightLow, rightHigh) = right.Interval(Confidence);
        return leftLow <= rightHigh && rightLow <= leftHigh;
    }
}
