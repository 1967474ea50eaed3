using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IstioLab.Config.Routing;

/// <summary>Replaces as RE2's GlobalReplace: <c>\0</c> to <c>\9</c> name groups, <c>\\</c> is a backslash.</summary>
internal static class RegexReplacement
{
    public static string Apply(Regex pattern, string text, string substitution) =>
        pattern.Replace(text, match => Expand(match, substitution));

    private static string Expand(Match match, string substitution)
    {
        var result = new StringBuilder();
        for (var index = 0; index < substitution.Length; index++)
        {
            if (substitution[index] != '\\' || index + 1 == substitution.Length)
            {
                result.Append(substitution[index]);
                continue;
            }

            index++;
            if (char.IsAsciiDigit(substitution[index]))
            {
                var group = substitution[index] - '0';
                result.Append(CultureInfo.InvariantCulture, $"{match.Groups[group].Value}");
            }
            else
            {
                result.Append(substitution[index]);
            }
        }

        return result.ToString();
    }
}
