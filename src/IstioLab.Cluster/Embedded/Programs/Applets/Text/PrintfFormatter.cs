using System.Globalization;
using System.Text;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary>The format of <c>printf</c>: used again as long as there are arguments.</summary>
internal sealed class PrintfFormatter(string format, IReadOnlyList<string> arguments)
{
    private const int MaximumWidth = 10_000;

    private readonly StringBuilder _output = new();
    private int _next;
    private bool _stopped;

    /// <summary>What was wrong with the arguments.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The text.</summary>
    public string Format()
    {
        do
        {
            var before = _next;
            Once();
            if (_next == before)
                break;
        }
        while (_next < arguments.Count && !_stopped);
        return _output.ToString();
    }

    private void Once()
    {
        for (var i = 0; i < format.Length && !_stopped;)
        {
            if (format[i] == '\\')
            {
                if (i + 1 < format.Length && format[i + 1] == 'c')
                {
                    _stopped = true;
                    return;
                }
                _output.Append(EscapeSequences.Read(format, i, out var length));
                i += length;
            }
            else if (format[i] == '%' && i + 1 < format.Length && format[i + 1] == '%')
            {
                _output.Append('%');
                i += 2;
            }
            else if (format[i] == '%')
            {
                i = Directive(i + 1);
            }
            else
            {
                _output.Append(format[i++]);
            }
        }
    }

    private int Directive(int i)
    {
        var flags = "";
        while (i < format.Length && "-+ 0#".Contains(format[i], StringComparison.Ordinal))
            flags += format[i++];
        var width = Size(ref i) ?? 0;
        if (width < 0)
        {
            flags += "-";
            width = -width;
        }
        int? precision = null;
        if (i < format.Length && format[i] == '.')
        {
            i++;
            precision = Size(ref i) ?? 0;
        }
        while (i < format.Length && format[i] is 'l' or 'h' or 'j' or 'z')
            i++;
        if (i >= format.Length)
        {
            Problems.Add("%: invalid format");
            return i;
        }
        var text = Convert(format[i], flags, precision);
        var zeros = flags.Contains('0', StringComparison.Ordinal) && !flags.Contains('-', StringComparison.Ordinal) && format[i] is not ('s' or 'c' or 'b');
        _output.Append(flags.Contains('-', StringComparison.Ordinal)
            ? text.PadRight(width)
            : zeros ? PadZeros(text, width) : text.PadLeft(width));
        return i + 1;
    }

    private int? Size(ref int i)
    {
        if (i < format.Length && format[i] == '*')
        {
            i++;
            return (int)Math.Clamp(Integer(Take()), -MaximumWidth, MaximumWidth);
        }
        var start = i;
        while (i < format.Length && char.IsAsciiDigit(format[i]))
            i++;
        return i == start ? null : int.TryParse(format.AsSpan(start, i - start), out var size) ? Math.Min(size, MaximumWidth) : MaximumWidth;
    }

    private string Convert(char kind, string flags, int? precision)
    {
        switch (kind)
        {
            case 's':
                var text = Take();
                return precision < text.Length ? text[..precision.Value] : text;
            case 'b':
                return Unescape(Take());
            case 'c':
                return Take() is [var first, ..] ? first.ToString() : "";
            case 'd' or 'i':
                var number = Integer(Take());
                var digits = Math.Abs((decimal)number).ToString(CultureInfo.InvariantCulture).PadLeft(precision ?? 0, '0');
                return (number < 0 ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "") + digits;
            case 'u':
                return ((ulong)Integer(Take())).ToString(CultureInfo.InvariantCulture);
            case 'x' or 'X':
                return Integer(Take()).ToString(kind.ToString(), CultureInfo.InvariantCulture);
            case 'o':
                return System.Convert.ToString(Integer(Take()), 8);
            case 'f' or 'F' or 'e' or 'E' or 'g' or 'G':
                var specifier = (kind is 'F' ? "f" : kind.ToString()) + (precision ?? 6).ToString(CultureInfo.InvariantCulture);
                return double.TryParse(Take(), NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
                    ? real.ToString(specifier, CultureInfo.InvariantCulture)
                    : 0.0.ToString(specifier, CultureInfo.InvariantCulture);
            default:
                Problems.Add($"%{kind}: invalid format");
                _stopped = true;
                return "";
        }
    }

    private string Take() => _next < arguments.Count ? arguments[_next++] : "";

    private long Integer(string text)
    {
        if (text.Length == 0)
            return 0;
        if (text is ['"' or '\'', var character, ..])
            return character;
        var negative = text.StartsWith('-');
        var digits = text.TrimStart('-', '+');
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
            return negative ? -hex : hex;
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return negative ? -number : number;
        Problems.Add($"invalid number '{text}'");
        return 0;
    }

    private static string PadZeros(string text, int width)
    {
        var sign = text is ['-' or '+' or ' ', ..] ? text[..1] : "";
        return sign + text[sign.Length..].PadLeft(Math.Max(0, width - sign.Length), '0');
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\\')
            {
                result.Append(EscapeSequences.Read(text, i, out var length));
                i += length;
            }
            else
            {
                result.Append(text[i++]);
            }
        }
        return result.ToString();
    }
}
