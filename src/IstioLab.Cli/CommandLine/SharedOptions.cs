using System.CommandLine;
using System.CommandLine.Completions;

namespace IstioLab.Cli.CommandLine;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    /// <summary><c>-o json</c>.</summary>
    public static Option<string?> Output()
    {
        var option = new Option<string?>("--output", "-o") { Description = "json: the answer as JSON on standard output", HelpName = "json" };
        option.AcceptOneOf("json");
        return option;
    }

    /// <summary><c>-f FILE…</c>.</summary>
    /// <param name="required">Whether the command needs it.</param>
    public static Option<string[]> Files(bool required) => new("--filename", "-f")
    {
        Description = "Files or folders with YAML or JSON; '-' reads standard input",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
        Required = required,
    };

    /// <summary><c>-H 'name: value'</c>.</summary>
    public static Option<string[]> Headers()
    {
        var option = new Option<string[]>("--header", "-H") { Description = "A request header, 'name: value'; may be repeated", HelpName = "HEADER" };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf(':') <= 0))
            {
                result.AddError(Language.Current.Pick(
                    $"Header '{token.Value}' must be 'name: value', such as -H 'username: nolen'.",
                    $"请求头 '{token.Value}' 必须是 'name: value' 的形式，例如 -H 'username: nolen'。"));
            }
        });
        return option;
    }

    /// <summary><c>-X METHOD</c>.</summary>
    public static Option<string> Method() => new("--request", "-X")
    {
        Description = "The method",
        HelpName = "METHOD",
        DefaultValueFactory = _ => "GET",
    };

    /// <summary>A lab's name, with the labs as completions.</summary>
    public static Argument<string?> Lab(CliServices services)
    {
        var argument = new Argument<string?>("LAB")
        {
            Description = "The lab; the environment's active one unless given",
            HelpName = "LAB",
            Arity = ArgumentArity.ZeroOrOne,
        };
        argument.CompletionSources.Add(_ => services.Labs.Names.Select(name => new CompletionItem(name)));
        return argument;
    }

    /// <summary><c>--step N</c>.</summary>
    public static Option<int?> Step()
    {
        var option = new Option<int?>("--step") { Description = "The number of a step, from 1", HelpName = "N" };
        option.AcceptWholeNumber(1, int.MaxValue);
        return option;
    }

    /// <summary>Splits headers.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ParseHeaders(string[]? headers) =>
    [
        .. (headers ?? []).Select(header => header.Split(':', 2)).Select(parts => KeyValuePair.Create(parts[0].Trim(), parts[1].Trim())),
    ];
}
