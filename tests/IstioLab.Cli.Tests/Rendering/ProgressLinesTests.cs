using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;
using IstioLab.Cli.Tests.CommandLine;

namespace IstioLab.Cli.Tests.Rendering;

public sealed class ProgressLinesTests
{
    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "\rUnpacking: 3 s\u001b[K\rUnpacking: 6 s\u001b[K\r\u001b[K")]
    public void Line_that_goes_on_moves_on_a_terminal_and_is_left_out_elsewhere(bool terminal, string moving)
    {
        using var harness = new CommandLineHarness();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        var services = harness.Services(output, error, TextReader.Null) with { IsErrorTerminal = terminal };
        var lines = new ProgressLines(new CommandContext(services, RootCommandFactory.Create(services).Parse([]), new GlobalOptions()));

        foreach (var text in new[] { "Installing", "Unpacking", "Unpacking: 3 s", "Unpacking: 6 s", "The dashboard is back: http://x" })
        {
            lines.Report(text);
        }

        Assert.Equal("Installing\nUnpacking\nThe dashboard is back: http://x\n", output.ToString());
        Assert.Equal(moving, error.ToString());
    }
}
