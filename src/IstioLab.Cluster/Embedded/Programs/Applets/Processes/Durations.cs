using System.Globalization;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Processes;

/// <summary>Durations of <c>sleep</c> and <c>timeout</c>.</summary>
internal static class Durations
{
    /// <summary>Seconds, or with a suffix minutes, hours or days; fractions are allowed.</summary>
    /// <exception cref="AppletException">It is none.</exception>
    public static TimeSpan Parse(string text)
    {
        if (text is "inf" or "infinity")
            return TimeSpan.FromDays(10_000);
        var factor = text is [.., var suffix] ? suffix switch { 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 1 } : 1;
        var number = text is [.., 's' or 'm' or 'h' or 'd'] ? text[..^1] : text;
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? TimeSpan.FromSeconds(Math.Min(value * factor, 800_000_000))
            : throw new AppletException($"invalid number '{text}'");
    }
}
