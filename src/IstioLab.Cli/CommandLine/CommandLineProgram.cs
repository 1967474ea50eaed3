using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace IstioLab.Cli.CommandLine;

/// <summary>Parses a command line and runs it.</summary>
internal static class CommandLineProgram
{
    public static async Task<int> RunAsync(string[] args, CliServices services, CancellationToken cancellationToken)
    {
        var root = RootCommandFactory.Create(services);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var asksForHelp = parsed.Action is ExamplesHelp or HelpAction || parsed.Tokens.Any(token => token.Value.StartsWith("[suggest", StringComparison.Ordinal));
        if (parsed.Errors.Count > 0 && !asksForHelp)
        {
            foreach (var error in Messages(parsed, root).Distinct())
            {
                await services.Error.WriteLineAsync(error);
            }

            var path = string.Join(' ', CommandPath(parsed));
            await services.Error.WriteLineAsync($"See './lab {(path.Length == 0 ? "" : path + " ")}--help'.");
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = services.Out,
            Error = services.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    /// <summary>A command that does not exist is one mistake, not two.</summary>
    private static IEnumerable<string> Messages(ParseResult parsed, RootCommand root) =>
        parsed.CommandResult.Command == root && parsed.UnmatchedTokens is [var unknown, ..] && unknown[0] != '-'
            ? [$"There is no command '{unknown}'. The commands are {string.Join(", ", root.Subcommands.Select(command => command.Name))}."]
            : parsed.Errors.Select(error => error.Message);

    private static Stack<string> CommandPath(ParseResult parsed)
    {
        Stack<string> names = new();
        for (var command = parsed.CommandResult; command.Parent is CommandResult parent; command = parent)
        {
            names.Push(command.Command.Name);
        }

        return names;
    }
}
