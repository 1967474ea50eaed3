using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;
using IstioLab.Cli.Tests.CommandLine;

namespace IstioLab.Cli.Tests.Rendering;

public sealed class ProgressLineTests
{
    [Fact]
    public async Task Lines_of_the_work_take_the_place_of_the_line_of_progress()
    {
        using var harness = new CommandLineHarness();
        var drawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminal = new TerminalText(drawn) { NewLine = "\n" };
        var services = harness.Services(terminal, terminal, TextReader.Null) with { IsErrorTerminal = true };
        var line = new ProgressLine(new CommandContext(services, RootCommandFactory.Create(services).Parse([]), new GlobalOptions()));

        await line.ShowAsync(() => "waiting for the pods", WorkAsync());

        Assert.Contains("waiting for the pods\u001b[K\r\u001b[Kdeployment configured\n", terminal.ToString(), StringComparison.Ordinal);
        Assert.False(terminal.ToString().EndsWith("waiting for the pods\u001b[K", StringComparison.Ordinal));

        async Task WorkAsync()
        {
            await drawn.Task;
            line.WriteLine("deployment configured");
        }
    }

    [Theory]
    [InlineData("waiting", 10, "waiting")]
    [InlineData("waiting", 4, "wait")]
    [InlineData("等待 Pod", 6, "等待 P")]
    [InlineData("等待 Pod", 3, "等")]
    public void Text_is_cut_where_the_terminal_ends(string text, int columns, string fitting) => Assert.Equal(fitting, TextWidth.Fit(text, columns));

    private sealed class TerminalText(TaskCompletionSource drawn) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            drawn.TrySetResult();
        }
    }
}
