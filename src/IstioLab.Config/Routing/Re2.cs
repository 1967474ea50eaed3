using System.Text.RegularExpressions;

namespace IstioLab.Config.Routing;

/// <summary>Compiles regular expressions as RE2 reads them: linear time, no look-around, no back references.</summary>
internal static class Re2
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public static Regex? TryCompileFullMatch(string pattern) => TryCompile($@"\A(?:{pattern})\z");

    public static Regex? TryCompile(string pattern)
    {
        try
        {
            return new Regex(Translate(pattern), Options);
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

    /// <summary>RE2 names groups as Python does.</summary>
    private static string Translate(string pattern) => pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
}
