using System.Globalization;
using IstioLab.Labs.Statistics;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Writes how answers split as a Markdown table: count, share and the 95 % interval of the true share.</summary>
internal static class AnswerTable
{
    /// <param name="counts">How often each answer came.</param>
    /// <param name="expected">The expected shares in percent; empty where none are.</param>
    public static string Write(IReadOnlyDictionary<string, int> counts, IReadOnlyDictionary<string, int> expected)
    {
        var total = counts.Values.Sum();
        var withExpected = expected.Count > 0;
        List<string> lines =
        [
            withExpected ? "| Answer | Requests | Share | 95 % interval | Expected |" : "| Answer | Requests | Share | 95 % interval |",
            withExpected ? "| --- | ---: | ---: | ---: | ---: |" : "| --- | ---: | ---: | ---: |",
        ];
        foreach (var (answer, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var part = new Proportion(count, total);
            var (low, high) = part.Interval();
            var row = string.Create(CultureInfo.InvariantCulture, $"| {Cell(answer)} | {count} | {100 * part.Share:0.0} % | {100 * low:0.0} % to {100 * high:0.0} % |");
            lines.Add(withExpected ? $"{row} {expected.GetValueOrDefault(answer)} % |" : row);
        }

        return string.Join('\n', lines);
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
