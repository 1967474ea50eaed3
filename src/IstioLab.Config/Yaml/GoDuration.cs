using System.Buffers;
using System.Globalization;
using System.Text;

namespace IstioLab.Config.Yaml;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>1.5s</c>, <c>10ms</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("us", TimeSpan.TicksPerMicrosecond), ("µs", TimeSpan.TicksPerMicrosecond),
        ("ns", 0.01), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
    ];

    public static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan();
        var negative = false;
        if (rest.Length > 0 && rest[0] is '-' or '+')
        {
            negative = rest[0] == '-';
            rest = rest[1..];
        }

        if (rest.SequenceEqual("0"))
        {
            return TimeSpan.Zero;
        }

        if (rest.IsEmpty)
        {
            return null;
        }

        double ticks = 0;
        while (!rest.IsEmpty)
        {
            var length = rest.IndexOfAnyExcept(Digits);
            if (length <= 0 || !double.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            rest = rest[length..];
            var found = false;
            foreach (var (unit, scale) in Units)
            {
                if (rest.StartsWith(unit, StringComparison.Ordinal))
                {
                    ticks += number * scale;
                    rest = rest[unit.Length..];
                    found = true;
                    break;
                }
            }

            if (!found)
            {
                return null;
            }
        }

        return ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)(negative ? -ticks : ticks)) : null;
    }

    public static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "0s";
        }

        if (value.Ticks % TimeSpan.TicksPerSecond != 0 && value < TimeSpan.FromSeconds(1) && value > TimeSpan.Zero)
        {
            return value.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture) + "ms";
        }

        var result = new StringBuilder();
        var hours = (long)value.TotalHours;
        if (hours > 0)
        {
            result.Append(CultureInfo.InvariantCulture, $"{hours}h");
        }

        if (value.Minutes > 0 || hours > 0)
        {
            result.Append(CultureInfo.InvariantCulture, $"{value.Minutes}m");
        }

        var seconds = (value - TimeSpan.FromMinutes(Math.Floor(value.TotalMinutes))).TotalSeconds;
        return result.Append(seconds.ToString("0.#######", CultureInfo.InvariantCulture)).Append('s').ToString();
    }
}
