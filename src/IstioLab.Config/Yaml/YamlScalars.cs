using System.Globalization;
using System.Text.RegularExpressions;

namespace IstioLab.Config.Yaml;

/// <summary>Finds the type of a plain scalar by the rules of YAML 1.1, as kubectl's reader has them.</summary>
internal static partial class YamlScalars
{
    public static YamlScalar Create(string text, bool plain, SourcePosition? position)
    {
        if (!plain)
        {
            return new YamlScalar(YamlScalarKind.String, text, position);
        }

        if (text is "" or "~" or "null" or "Null" or "NULL")
        {
            return new YamlScalar(YamlScalarKind.Null, "null", position);
        }

        if (ReadBoolean(text) is { } boolean)
        {
            return new YamlScalar(YamlScalarKind.Boolean, boolean ? "true" : "false", position);
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.'))
        {
            return new YamlScalar(YamlScalarKind.String, text, position);
        }

        if (ReadInteger(text) is { } integer)
        {
            return new YamlScalar(YamlScalarKind.Integer, integer.ToString(CultureInfo.InvariantCulture), position);
        }

        return ReadNumber(text) is { } number
            ? new YamlScalar(YamlScalarKind.Number, number.ToString("R", CultureInfo.InvariantCulture), position)
            : new YamlScalar(YamlScalarKind.String, text, position);
    }

    private static bool? ReadBoolean(string text) => text switch
    {
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "y" or "Y" or "on" or "On" or "ON" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "n" or "N" or "off" or "Off" or "OFF" => false,
        _ => null,
    };

    private static long? ReadInteger(string text)
    {
        if (!Integer().IsMatch(text))
        {
            return null;
        }

        var digits = text.Replace("_", "", StringComparison.Ordinal);
        var negative = digits[0] == '-';
        digits = digits.TrimStart('+', '-');
        var (radix, start) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        try
        {
            var value = radix == 10
                ? long.Parse((negative ? "-" : "") + digits, CultureInfo.InvariantCulture)
                : Convert.ToInt64(digits[start..], radix) * (negative ? -1 : 1);
            return value;
        }
        catch (FormatException)
        {
            return null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static double? ReadNumber(string text) =>
        Number().IsMatch(text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : null;

    [GeneratedRegex(@"^[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|[0-9][0-9_]*)$")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();
}
