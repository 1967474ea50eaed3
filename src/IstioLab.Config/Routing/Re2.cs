using System.Text.RegularExpressions;

namespace IstioLab.Config.Routing;

/// <summary>Compiles regular expressions as RE2 reads them: linear time, no look-around, no back references.</summary>
internal static class Re2
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public static Regex? TryCompileFullMatch(string pattern) => TryCompile(pattern, whole: true);

    public static Regex? TryCompile(string pattern) => TryCompile(pattern, whole: false);

    private static Regex? TryCompile(string pattern, bool whole)
    {
        var translated = Re2Translator.Translate(pattern);
        try
        {
            return new Regex(whole ? $@"\A(?:{translated})\z" : translated, Options);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
