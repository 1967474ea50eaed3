using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Backslash sequences of <c>echo -e</c>, <c>printf</c> and <c>$'…'</c>.</summary>
internal static class EscapeSequences
{
    /// <summary>Reads the sequence that begins with the backslash at <paramref name="start"/>; an unknown one stands for itself.</summary>
    public static string Read(string text, int start, out int length)
    {
        length = 2;
        if (start + 1 >= text.Length)
        {
            length = 1;
            return "\\";
        }
        var c = text[start + 1];
        switch (c)
        {
            case 'n': return "\n";
            case 't': return "\t";
            case 'r': return "\r";
            case 'a': return "\a";
            case 'b': return "\b";
            case 'f': return "\f";
            case 'v': return "\v";
            case 'e': return "\e";
            case '\\' or '\'' or '"': return c.ToString();
            case 'x': return Number(text, start + 2, 2, 16, 2, out length) ?? "\\x";
            case >= '0' and <= '7':
                var skip = c == '0' ? 2 : 1;
                return Number(text, start + skip, 3, 8, skip, out length) ?? "\0";
            default: return "\\" + c;
        }
    }

    private static string? Number(string text, int from, int digits, int radix, int skipped, out int length)
    {
        var end = from;
        while (end < text.Length && end - from < digits && (radix == 16 ? char.IsAsciiHexDigit(text[end]) : text[end] is >= '0' and <= '7'))
            end++;
        length = skipped + end - from;
        if (end == from)
            return null;
        var digitsText = text.AsSpan(from, end - from);
        var value = 0;
        foreach (var digit in digitsText)
            value = (value * radix) + int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return ((char)(value & 0xFF)).ToString();
    }
}
