using System.CommandLine;
using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Tests.CommandLine;

public sealed class HelpTests
{
    private const int WidestLine = 130;

    [Theory]
    [InlineData("--lang", "zh")]
    [InlineData("--lang=zh")]
    [InlineData("--lang:zh")]
    public async Task Help_is_Chinese_when_asked(params string[] language)
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync(["up", "--help", .. language]);

        Assert.Equal(0, outcome.Code);
        foreach (var text in new[] { "说明：", "启动环境和一个实验", "随机数种子", "用法：", "[选项]", "[默认：canary]", "显示帮助", "示例：", "# 空集群" })
        {
            Assert.Contains(text, outcome.Out, StringComparison.Ordinal);
        }

        foreach (var text in new[] { "Usage", "Options", "default:", "Show help" })
        {
            Assert.DoesNotContain(text, outcome.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Help_follows_the_locale()
    {
        using var harness = new CommandLineHarness();
        harness.Variables["LANG"] = "zh_CN.UTF-8";

        Assert.Contains("列出实验", (await harness.RunAsync("--help")).Out, StringComparison.Ordinal);
        Assert.Contains("Lists the labs", (await harness.RunAsync("--help", "--lang", "en")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_text_of_the_help_has_its_Chinese()
    {
        using var harness = new CommandLineHarness();
        var root = RootCommandFactory.Create(harness.Services(TextWriter.Null, TextWriter.Null, TextReader.Null));

        var texts = Descriptions(root).Concat(Examples.ByCommand.Values.SelectMany(lines => lines).Where(line => line.Contains(" # ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(" # ", StringComparison.Ordinal) + 3)..]));

        Assert.Empty(texts.Where(text => !ChineseTexts.ByEnglish.ContainsKey(text)).Distinct());
    }

    [Fact]
    public async Task Help_of_the_program_fits_a_terminal()
    {
        using var harness = new CommandLineHarness();

        var lines = (await harness.RunAsync("--help")).Out.Split(Environment.NewLine);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, WidestLine));
        Assert.DoesNotContain(lines, line => line.Contains("additional", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Descriptions(Command command)
    {
        IEnumerable<Symbol> symbols = [command, .. command.Options, .. command.Arguments];
        return symbols.Select(symbol => symbol.Description ?? "(none)").Concat(command.Subcommands.SelectMany(Descriptions));
    }
}
