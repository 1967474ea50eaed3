using System.Globalization;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Statistics;
using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Running;

/// <summary>Compares the answers of a step with what it expects of each: status, time, headers, body.</summary>
internal static class AnswerChecks
{
    private const string Any = "*";

    /// <summary>The shares in percent by <c>HTTP N</c> that a step expects; empty when it names none.</summary>
    public static IReadOnlyDictionary<string, int> Shares(LabExpectation expect) =>
        expect.Status.Where(status => status.Value is not null).ToDictionary(status => Name(status.Key), status => status.Value!.Value);

    /// <summary>What a step without a split counts an answer as.</summary>
    public static string Name(TrafficAnswer answer) => answer.CurlExitCode == 0 ? Name(answer.Status) : answer.Label;

    /// <summary>One sentence per expectation that some answers do not meet.</summary>
    public static IEnumerable<string> Find(LabExpectation expect, IReadOnlyList<TrafficAnswer> answers) =>
    [
        .. Statuses(expect, answers),
        .. Times(expect, answers),
        .. expect.Headers.SelectMany(header => Each(answers, answer => Has(answer, header), $"have the header '{header.Key}: {header.Value}'")),
        .. expect.Body.SelectMany(text => Each(answers, answer => Holds(answer, text), $"have '{text}' in their body")),
        .. expect.Lacks.SelectMany(text => Each(answers, answer => !Holds(answer, text), $"be without '{text}' in their body")),
    ];

    private static IEnumerable<string> Statuses(LabExpectation expect, IReadOnlyList<TrafficAnswer> answers)
    {
        var seen = answers.CountBy(Name).ToDictionary(StringComparer.Ordinal);
        if (Shares(expect) is { Count: > 0 } shares)
        {
            return SplitExpectation.Compare(shares, seen);
        }

        var allowed = expect.Status.Keys.Select(Name).ToList();
        return allowed.Count == 0
            ? []
            :
            [
                .. allowed.Where(name => !seen.ContainsKey(name)).Select(name => Text($"None of {answers.Count} requests was answered with '{name}'; some are expected.")),
                .. seen.Where(pair => !allowed.Contains(pair.Key))
                    .Select(pair => Text($"{pair.Value} of {answers.Count} requests were answered with '{pair.Key}'; expected are {string.Join(", ", allowed)}.")),
            ];
    }

    private static IEnumerable<string> Times(LabExpectation expect, IReadOnlyList<TrafficAnswer> answers)
    {
        if (answers.Count == 0)
        {
            yield break;
        }

        var (shortest, longest) = (answers.Min(answer => answer.Duration), answers.Max(answer => answer.Duration));
        if (expect.Least is { } least && shortest < least)
        {
            yield return Text($"The fastest answer took {shortest.TotalSeconds:0.000} s; at least {least.TotalSeconds:0.###} s are expected.");
        }

        if (expect.Most is { } most && longest > most)
        {
            yield return Text($"The slowest answer took {longest.TotalSeconds:0.000} s; at most {most.TotalSeconds:0.###} s are expected.");
        }
    }

    private static IEnumerable<string> Each(IReadOnlyList<TrafficAnswer> answers, Func<TrafficAnswer, bool> holds, string rule)
    {
        var wrong = answers.Where(answer => !holds(answer)).ToList();
        if (wrong.Count > 0)
        {
            yield return Text($"{wrong.Count} of {answers.Count} answers do not {rule}; the first is '{Name(wrong[0])}'.");
        }
    }

    private static bool Has(TrafficAnswer answer, KeyValuePair<string, string> header) =>
        answer.Headers.Any(own => own.Key.Equals(header.Key, StringComparison.OrdinalIgnoreCase) && (header.Value == Any || own.Value == header.Value));

    private static bool Holds(TrafficAnswer answer, string text) => answer.Body?.Contains(text, StringComparison.Ordinal) == true;

    private static string Name(int status) => string.Create(CultureInfo.InvariantCulture, $"HTTP {status}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
