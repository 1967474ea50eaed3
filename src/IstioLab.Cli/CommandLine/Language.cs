namespace IstioLab.Cli.CommandLine;

/// <summary>Picks the text for people: English, or Chinese.</summary>
internal sealed class Language(string code)
{
    private static readonly string[] s_variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary><c>en</c> or <c>zh</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The text in this language.</summary>
    public string Pick(string en, string zh) => Code == "zh" ? zh : en;

    /// <summary>The language of the locale, by the variables that POSIX names, in their order.</summary>
    public static Language OfLocale(Func<string, string?> variable)
    {
        var locale = s_variables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return new Language((locale ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh" : "en");
    }
}
