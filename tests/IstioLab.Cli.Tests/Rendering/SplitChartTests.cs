using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;
using IstioLab.Cli.Tests.CommandLine;
using Spectre.Console;

namespace IstioLab.Cli.Tests.Rendering;

public sealed class SplitChartTests
{
    private static readonly Dictionary<string, int> Observed = new() { ["apps-v1"] = 1800, ["apps-v2"] = 200 };

    [Theory]
    [InlineData(200, "  apps-v2 ████····································    200  10.0 %  95 %: 8.7 – 11.4")]
    [InlineData(70, "  apps-v2 ██·····················    200  10.0 %  95 %: 8.7 – 11.4")]
    [InlineData(40, "  apps-v2 █············    200  10.0 %")]
    public void Line_fits_the_terminal(int width, string line)
    {
        var lines = Lines(width, []);

        Assert.Equal(line, lines[1]);
        Assert.All(lines, each => Assert.InRange(each.Length, 0, width));
    }

    [Fact]
    public void Expected_share_stays_on_a_narrow_terminal() =>
        Assert.EndsWith("10.0 %  expected 10 %", Lines(56, new() { ["apps-v1"] = 90, ["apps-v2"] = 10 })[1], StringComparison.Ordinal);

    private static List<string> Lines(int width, Dictionary<string, int> expected)
    {
        using var harness = new CommandLineHarness();
        var services = harness.Services(TextWriter.Null, TextWriter.Null, TextReader.Null);
        var context = new CommandContext(services, RootCommandFactory.Create(services).Parse([]), new GlobalOptions());
        context.Console.Profile.Width = width;
        return [.. SplitChart.Lines(context, Observed, expected).Select(Markup.Remove)];
    }
}
