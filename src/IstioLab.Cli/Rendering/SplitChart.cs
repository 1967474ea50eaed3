using System.Globalization;
using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Statistics;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>A split as bars with counts, shares and the interval that holds the true share 95 times in 100.</summary>
internal static class SplitChart
{
    private const int NarrowestBar = 10;
    private const int WidestBar = 40;
    private const int Figures = 40;
    private const int FiguresAlone = 20;
    private const int Expectation = 16;

    private static readonly string[] s_colours = ["deepskyblue1", "orange1", "mediumpurple1", "green3", "hotpink", "yellow3"];

    public static void Write(CommandContext context, IReadOnlyDictionary<string, int> observed, IReadOnlyDictionary<string, int> expected)
    {
        foreach (var line in Lines(context, observed, expected))
        {
            context.Console.MarkupLine(line);
        }
    }

    /// <summary>One line of markup per answer.</summary>
    public static IReadOnlyList<string> Lines(
        CommandContext context,
        IReadOnlyDictionary<string, int> observed,
        IReadOnlyDictionary<string, int> expected)
    {
        var total = observed.Values.Sum();
        var width = observed.Keys.Select(name => name.Length).DefaultIfEmpty(0).Max();
        var room = context.Console.Profile.Width - width - (expected.Count == 0 ? 0 : Expectation);

        // A line that wraps is worse than one without its interval: the live chart draws over its own lines.
        var showsInterval = room - Figures >= NarrowestBar;
        var bar = Math.Clamp(room - (showsInterval ? Figures : FiguresAlone), NarrowestBar, WidestBar);
        var wanted = context.Pick("expected", "预期");
        return
        [
            .. observed.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select((pair, index) =>
            {
                var proportion = new Proportion(pair.Value, total);
                var (low, high) = proportion.Interval();
                var filled = (int)Math.Round(proportion.Share * bar);
                var colour = s_colours[index % s_colours.Length];
                var expectation = expected.TryGetValue(pair.Key, out var share) ? $"  {wanted} {share} %" : "";
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {Markup.Escape(pair.Key.PadRight(width))} [{colour}]{new string('█', filled)}[/]{new string('·', bar - filled)} "
                    + $"{pair.Value,6} {100 * proportion.Share,5:0.0} %")
                    + (showsInterval ? string.Create(CultureInfo.InvariantCulture, $"  95 %: {100 * low:0.0} – {100 * high:0.0}") : "")
                    + expectation;
            }),
        ];
    }
}
