using System.Globalization;

namespace IstioLab.Cli.CommandLine;

/// <summary>Picks the text for people: English, or Chinese.</summary>
internal sealed class Language(string code)
{
    /// <summary>The option that names it.</summary>
    public const string Option = "--lang";

    private const string Chinese = "zh";

    private static readonly string[] s_variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary><c>en</c> or <c>zh</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The language of the invocation that runs here: the option's, else the locale's.</summary>
    public static Language Current => new(CultureInfo.CurrentUICulture.Name == Chinese ? Chinese : "en");

    /// <summary>The text in this language.</summary>
    public string Pick(string en, string zh) => Code == Chinese ? zh : en;

    /// <summary>Makes it the current one for what this flow of execution goes on to do.</summary>
    public void Use() => CultureInfo.CurrentUICulture = Code == Chinese ? CultureInfo.GetCultureInfo(Chinese) : CultureInfo.InvariantCulture;

    /// <summary>The language of a command line, read before anything is parsed: mistakes are told in it.</summary>
    public static Language Choose(IReadOnlyList<string> arguments, Func<string, string?> variable)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var word = arguments[index];
            var value = word == Option && index + 1 < arguments.Count ? arguments[index + 1]
                : word.StartsWith(Option, StringComparison.Ordinal) && word.Length > Option.Length && word[Option.Length] is '=' or ':' ? word[(Option.Length + 1)..]
                : null;
            if (value is "en" or Chinese)
            {
                return new Language(value);
            }
        }

        return OfLocale(variable);
    }

    /// <summary>The language of the locale, by the variables that POSIX names, in their order.</summary>
    public static Language OfLocale(Func<string, string?> variable)
    {
        var locale = s_variables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return new Language((locale ?? "").StartsWith(Chinese, StringComparison.OrdinalIgnoreCase) ? Chinese : "en");
    }
}
