using System.CommandLine;
using System.CommandLine.Help;

namespace IstioLab.Cli.CommandLine;

/// <summary>Parses a command line and runs it.</summary>
internal static class CommandLineProgram
{
    public static async Task<int> RunAsync(string[] args, CliServices services, CancellationToken cancellationToken)
    {
        Language.Choose(args, services.Variable).Use();
        var root = RootCommandFactory.Create(services);
        var parsed = Parse(root, args);
        var asksForHelp = parsed.Action is ExamplesHelp or HelpAction || parsed.Tokens.Any(token => token.Value.StartsWith("[suggest", StringComparison.Ordinal));
        if (!asksForHelp && UsageProblems.Of(parsed) is { Count: > 0 } problems)
        {
            foreach (var problem in problems)
            {
                await services.Error.WriteLineAsync(problem);
            }

            var path = UsageProblems.Path(parsed.CommandResult);
            var help = $"'./lab {(path.Length == 0 ? "" : path + " ")}--help'";
            await services.Error.WriteLineAsync(Language.Current.Pick($"See {help}.", $"参见 {help}。"));
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

    // Words that nothing takes are told by UsageProblems; the help shall not offer to pass them on.
    private static ParseResult Parse(RootCommand root, string[] args)
    {
        Refuse(root, unknownWords: false);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        Refuse(root, unknownWords: true);
        return parsed;
    }

    private static void Refuse(Command command, bool unknownWords)
    {
        command.TreatUnmatchedTokensAsErrors = unknownWords;
        foreach (var below in command.Subcommands)
        {
            Refuse(below, unknownWords);
        }
    }
}
