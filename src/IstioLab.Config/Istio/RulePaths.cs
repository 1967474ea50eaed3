namespace IstioLab.Config.Istio;

/// <summary>The places of http rules and their matches inside <c>spec</c>. Nearly all rules are among the first of their VirtualService, so that texts are shared.</summary>
internal static class RulePaths
{
    private const int Known = 64;

    private static readonly string[] Rules = [.. Enumerable.Range(0, Known).Select(Write)];
    private static readonly string[] FirstMatches = [.. Rules.Select(rule => WriteMatch(rule, 0))];

    public static string OfRule(int rule) => rule < Known ? Rules[rule] : Write(rule);

    public static string OfMatch(int rule, int match) => rule < Known && match == 0 ? FirstMatches[rule] : WriteMatch(OfRule(rule), match);

    private static string Write(int rule) => $"http[{rule}]";

    private static string WriteMatch(string rule, int match) => $"{rule}.match[{match}]";
}
