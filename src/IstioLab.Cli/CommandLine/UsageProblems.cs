using System.CommandLine;
using System.CommandLine.Parsing;

namespace IstioLab.Cli.CommandLine;

/// <summary>What is wrong with a command line, each mistake once, with what could stand there.</summary>
internal static class UsageProblems
{
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0)
        {
            return [CommandProblem(command, parsed.UnmatchedTokens)];
        }

        var result = parsed.CommandResult;
        var unknown = parsed.UnmatchedTokens.Where(token => token.StartsWith('-')).Select(token => OptionProblem(result, token));
        var surplus = parsed.UnmatchedTokens.Where(token => !token.StartsWith('-')).Select(token => Language.Current.Pick(
            $"'{Path(result)}' does not take '{token}'.", $"'{Path(result)}' 不接受 '{token}'。"));
        var missing = Missing(result).ToList();
        var empty = Empty(result).ToList();
        IEnumerable<string> told = [.. missing.Select(symbol => symbol.Name), .. empty.Select(option => $"'{option.IdentifierToken?.Value}'")];
        var others = parsed.Errors.Select(error => error.Message).Where(message => !told.Any(name => message.Contains(name, StringComparison.Ordinal)));
        return
        [
            .. unknown, .. surplus,
            .. missing.Select(symbol => MissingProblem(result, symbol)),
            .. empty.Select(option => Needs(option.IdentifierToken!.Value, option.Option.HelpName ?? "", option.Option)),
            .. others.Distinct(),
        ];
    }

    // An option whose value was left out, also one that every command has.
    private static IEnumerable<OptionResult> Empty(CommandResult? result) => result is null ? [] :
    [
        .. result.Children.OfType<OptionResult>().Where(option =>
            option is { Implicit: false, IdentifierToken: not null, Tokens.Count: 0 } && option.Option.Arity.MinimumNumberOfValues > 0),
        .. Empty(result.Parent as CommandResult),
    ];

    /// <summary>The command as it is typed, without the program; empty for the program itself.</summary>
    public static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}".TrimStart() : "";

    private static IEnumerable<Symbol> Missing(CommandResult result) =>
    [
        .. result.Command.Options.Where(option => option.Required && result.GetResult(option) is null or { Implicit: true }),
        .. result.Command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is null or { Tokens.Count: 0 }),
    ];

    private static string MissingProblem(CommandResult result, Symbol symbol) =>
        Needs(Path(result), symbol is Option option ? $"{option.Name} {option.HelpName}" : symbol.Name, symbol);

    private static string Needs(string subject, string words, Symbol symbol)
    {
        var description = symbol.Description is { } text ? Language.Current.Pick($": {char.ToLowerInvariant(text[0])}{text[1..]}", $"：{text}") : "";
        return Language.Current.Pick($"'{subject}' needs {words}{description}.", $"'{subject}' 需要 {words}{description}。");
    }

    private static string CommandProblem(Command parent, IReadOnlyList<string> unmatched)
    {
        var path = parent is RootCommand ? "" : parent.Name + " ";
        var names = string.Join(Language.Current.Pick(", ", "、"), parent.Subcommands.Select(command => command.Name));
        return unmatched is not [var unknown, ..]
            ? Language.Current.Pick($"Name what '{$"lab {path}".TrimEnd()}' shall do: {names}.", $"请指定 '{$"lab {path}".TrimEnd()}' 的子命令：{names}。")
            : unknown.StartsWith('-')
                ? Language.Current.Pick($"There is no option '{unknown}' before a command. The commands are {names}.", $"命令之前没有选项 '{unknown}'。可用的命令：{names}。")
                : Language.Current.Pick($"There is no command '{path}{unknown}'. The commands are {names}.", $"没有命令 '{path}{unknown}'。可用的命令：{names}。");
    }

    private static string OptionProblem(CommandResult result, string unknown)
    {
        var own = result.Command.Options.Select(option => option.Name).Where(name => name != "--help");
        var everywhere = new[] { "--name", "--namespace", Language.Option };
        var names = string.Join(Language.Current.Pick(", ", "、"), own.Concat(everywhere));
        return Language.Current.Pick(
            $"'{Path(result)}' has no option '{unknown}'. Its options are {names}.", $"'{Path(result)}' 没有选项 '{unknown}'。可用的选项：{names}。");
    }
}
