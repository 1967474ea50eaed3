using System.Globalization;

namespace IstioLab.Config.Validation.Checks;

/// <summary>One backslash escape of RE2, outside or inside of a character class.</summary>
internal static class Re2Escape
{
    /// <summary>Reads the escape at <paramref name="at"/> and moves behind it. <paramref name="value"/> is the character, or -1 for a class such as <c>\d</c>.</summary>
    public static string? Read(string pattern, ref int at, out int value)
    {
        value = -1;
        var start = at;
        if (at + 1 >= pattern.Length)
        {
            at = pattern.Length;
            return "trailing backslash at end of expression: ``";
        }

        var c = pattern[at + 1];
        at += 2;
        switch (c)
        {
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W':
                return null;
            case 'p' or 'P':
                return Property(pattern, start, ref at);
            case 'x':
                return Hex(pattern, start, ref at, out value);
            case '0':
                value = Octal(pattern, ref at, 0);
                return null;
            case >= '1' and <= '7' when at < pattern.Length && pattern[at] is >= '0' and <= '7':
                value = Octal(pattern, ref at, c - '0');
                return null;
        }

        value = c switch { 'a' => 7, 'f' => 12, 'n' => 10, 'r' => 13, 't' => 9, 'v' => 11, _ => c };
        var known = value != c || c >= 128 || !char.IsAsciiLetterOrDigit(c);
        return known && c < 128 ? null : $"invalid escape sequence: `\\{c}`";
    }

    private static int Octal(string pattern, ref int at, int value)
    {
        for (var i = 0; i < 2 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; i++, at++)
        {
            value = (value * 8) + (pattern[at] - '0');
        }

        return value;
    }

    private static string? Hex(string pattern, int start, ref int at, out int value)
    {
        value = -1;
        var braced = at < pattern.Length && pattern[at] == '{';
        var end = braced ? pattern.IndexOf('}', at) : Math.Min(at + 2, pattern.Length);
        var digits = end < 0 ? "" : pattern[(braced ? at + 1 : at)..end];
        var wrong = digits.Length == 0 || (!braced && digits.Length < 2) || digits.Length > 6
            || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) || value > 0x10FFFF;
        at = end < 0 ? pattern.Length : braced ? end + 1 : end;
        return wrong ? $"invalid escape sequence: `{pattern[start..at]}`" : null;
    }

    private static string? Property(string pattern, int start, ref int at)
    {
        if (at < pattern.Length && pattern[at] != '{')
        {
            at++;
            return "CLMNPSZ".Contains(pattern[at - 1], StringComparison.Ordinal) ? null : $"invalid character class range: `{pattern[start..at]}`";
        }

        var end = pattern.IndexOf('}', start);
        at = end < 0 ? pattern.Length : end + 1;
        var name = end < 0 ? "" : pattern[(start + 3)..end].TrimStart('^');
        return name.Length > 0 && name.All(static c => char.IsAsciiLetter(c) || c == '_') && char.IsAsciiLetterUpper(name[0])
            ? null
            : $"invalid character class range: `{pattern[start..at]}`";
    }
}
