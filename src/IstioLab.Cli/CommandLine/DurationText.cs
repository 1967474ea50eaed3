using System.Globalization;

namespace IstioLab.Cli.CommandLine;

/// <summary>Durations as people type them: <c>500ms</c>, <c>30s</c>, <c>2m</c>, or a plain number of seconds.</summary>
internal static class DurationText
{
    /// <returns>Null when the text is no duration from 0 to an hour.</returns>
    public static TimeSpan? Parse(string text)
    {
        var (number, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], TimeSpan.TicksPerMillisecond),
            _ when text.EndsWith('s') => (text[..^1], TimeSpan.TicksPerSecond),
            _ when text.EndsWith('m') => (text[..^1], TimeSpan.TicksPerMinute),
            _ => (text, TimeSpan.TicksPerSecond),
        };
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * unit <= TimeSpan.TicksPerHour
            ? TimeSpan.FromTicks((long)(value * unit))
            : null;
    }
}
