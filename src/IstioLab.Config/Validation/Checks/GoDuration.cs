using System.Buffers;
using System.Globalization;

namespace IstioLab.Config.Validation.Checks;

/// <summary>Durations as Istio and Kubernetes write them: <c>1.5s</c>, <c>2h45m</c>, <c>300ms</c>. Exact to the nanosecond.</summary>
internal static class GoDuration
{
    /// <summary>Nanoseconds in a millisecond.</summary>
    public const long Millisecond = 1_000_000;

    /// <summary>Nanoseconds in a second.</summary>
    public const long Second = 1_000_000_000;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration in nanoseconds; false when the text is none.</summary>
    public static bool TryParse(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var rest = text.AsSpan();
        var negative = rest.StartsWith("-");
        if (negative || rest.StartsWith("+"))
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return true;
        }

        decimal total = 0;
        if (rest.IsEmpty)
        {
            return false;
        }

        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(s_digits);
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(s_digits);
            var unit = Unit(letters < 0 ? rest : rest[..letters]);
            if (unit == 0 || number > 10_000_000_000)
            {
                return false;
            }

            total += Math.Floor(number * unit);
            rest = letters < 0 ? [] : rest[letters..];
        }

        nanoseconds = total > long.MaxValue ? 0 : (long)(negative ? -total : total);
        return total <= long.MaxValue;
    }

    /// <summary>At least a millisecond, in whole milliseconds. Null when fine.</summary>
    public static string? Error(string text)
    {
        if (!TryParse(text, out var nanoseconds))
        {
            return $"bad Duration: time: invalid duration {GoText.Quote(text)}";
        }

        if (nanoseconds < Millisecond)
        {
            return "duration must be greater than 1ms";
        }

        return nanoseconds % Millisecond != 0 ? "only durations to ms precision are supported" : null;
    }

    private static decimal Unit(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "\u00b5s" or "\u03bcs" => 1000,
        "ms" => Millisecond,
        "s" => Second,
        "m" => 60m * Second,
        "h" => 3600m * Second,
        _ => 0,
    };
}
