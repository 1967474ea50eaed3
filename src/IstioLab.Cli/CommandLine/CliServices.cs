using IstioLab.Cluster.Environments;
using IstioLab.Labs.Definitions;
using Spectre.Console;

namespace IstioLab.Cli.CommandLine;

/// <summary>What commands use of the world outside; tests bring their own.</summary>
internal sealed record CliServices
{
    // What goes to a file or a pipe is searched and cut by line, so a line is never broken there.
    private const int Unbroken = 10_000;

    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input.</summary>
    public required TextReader In { get; init; }

    /// <summary>Whether standard output is a terminal: colour, tables that follow its width, live charts.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal: progress.</summary>
    public required bool IsErrorTerminal { get; init; }

    /// <summary>Whether somebody can answer a question on standard input.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>The state folders.</summary>
    public required LabHome Home { get; init; }

    /// <summary>The labs.</summary>
    public required LabLibrary Labs { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The services of this process.</summary>
    public static CliServices OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        IsTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        IsInputTerminal = !Console.IsInputRedirected,
        Home = LabHome.OfUser(),
        Labs = LabLibrary.BuiltIn(),
        Time = TimeProvider.System,
        Variable = Environment.GetEnvironmentVariable,
    };

    /// <summary>A console that writes to standard output, with colour on a terminal alone.</summary>
    public IAnsiConsole OpenConsole() => Open(Out, IsTerminal);

    /// <summary>A console for tables of long names: a row stays one line, as kubectl's and istioctl's do, however narrow the terminal is.</summary>
    public IAnsiConsole OpenTableConsole()
    {
        var console = OpenConsole();
        console.Profile.Width = Unbroken;
        return console;
    }

    /// <summary>A console that writes to standard error, for progress and remarks.</summary>
    public IAnsiConsole OpenErrorConsole() => Open(Error, IsErrorTerminal);

    private IAnsiConsole Open(TextWriter writer, bool terminal)
    {
        var colour = terminal && string.IsNullOrEmpty(Variable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!terminal)
        {
            console.Profile.Width = Unbroken;
        }

        return console;
    }
}
