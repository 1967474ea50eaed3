using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary>The order of <c>sort</c>: by the bytes of the line, or of a field, or by number.</summary>
internal sealed class LineComparer : IComparer<string>
{
    private readonly bool _numeric;
    private readonly bool _reverse;
    private readonly bool _ignoreCase;
    private readonly char? _separator;
    private readonly int _from;
    private readonly int _to;

    /// <summary>Reads the options of <c>sort</c>; of several keys the first counts.</summary>
    public LineComparer(AppletOptions options)
    {
        var key = options.Values('k').FirstOrDefault() ?? "";
        var letters = string.Concat(key.Where(char.IsAsciiLetter));
        _numeric = options.Has('n') || options.Has('g') || options.Has('h') || letters.Contains('n', StringComparison.Ordinal);
        _reverse = options.Has('r') || letters.Contains('r', StringComparison.Ordinal);
        _ignoreCase = options.Has('f') || letters.Contains('f', StringComparison.Ordinal);
        _separator = options.Value('t') is [var first, ..] ? first : null;
        var parts = key.Split(',');
        _from = Field(parts[0]) ?? 0;
        _to = parts.Length > 1 ? Field(parts[1]) ?? int.MaxValue : int.MaxValue;
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var order = CompareKeys(x!, y!);
        if (order == 0)
            order = string.CompareOrdinal(x, y);
        return _reverse ? -order : order;
    }

    /// <summary>Compares what the options select of two lines.</summary>
    public int CompareKeys(string x, string y)
    {
        var (left, right) = (Key(x), Key(y));
        if (_numeric)
            return Number(left).CompareTo(Number(right));
        return _ignoreCase ? string.Compare(left, right, StringComparison.OrdinalIgnoreCase) : string.CompareOrdinal(left, right);
    }

    private string Key(string line)
    {
        if (_from == 0)
            return line;
        var fields = _separator is { } separator ? line.Split(separator) : line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return _from > fields.Length ? "" : string.Join(' ', fields[(_from - 1)..Math.Min(fields.Length, Math.Max(_to, _from))]);
    }

    private static int? Field(string text)
    {
        var digits = string.Concat(text.TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var field) && field > 0 ? field : null;
    }

    private static double Number(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        var length = 0;
        while (length < trimmed.Length && (char.IsAsciiDigit(trimmed[length]) || trimmed[length] == '.' || (length == 0 && trimmed[length] is '-' or '+')))
            length++;
        return double.TryParse(trimmed[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
