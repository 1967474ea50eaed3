using System.CommandLine;

namespace IstioLab.Cli.CommandLine;

/// <summary>Puts the help into the current language.</summary>
internal static class HelpTranslation
{
    /// <summary>Translates the descriptions of a command, of its options and arguments, and of all commands below it.</summary>
    public static void Apply(Command command)
    {
        Translate(command);
        foreach (var symbol in (IEnumerable<Symbol>)[.. command.Options, .. command.Arguments])
        {
            Translate(symbol);
        }

        foreach (var below in command.Subcommands)
        {
            Apply(below);
        }
    }

    /// <summary>A text of the help in the current language.</summary>
    public static string Of(string english) => Language.Current.Pick(english, ChineseTexts.ByEnglish.GetValueOrDefault(english, english));

    /// <summary>The help as the parser writes it, with its headings and remarks in the current language.</summary>
    public static string OfPage(string page) => Language.Current.Code == "en"
        ? page
        : string.Join('\n', page.Split('\n').Select(line => Of(line.TrimEnd('\r'))))
            .Replace(" (REQUIRED)", " （必需）  ", StringComparison.Ordinal)
            .Replace("[default: ", "[默认：", StringComparison.Ordinal)
            .Replace(" [options]", " [选项]", StringComparison.Ordinal)
            .Replace(" [command]", " [命令]", StringComparison.Ordinal);

    private static void Translate(Symbol symbol) => symbol.Description = symbol.Description is { } english ? Of(english) : null;
}
