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

    private static void Translate(Symbol symbol) => symbol.Description = symbol.Description is { } english ? Of(english) : null;
}
