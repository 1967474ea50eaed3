namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>Ages as kubectl's tables show them: two units at most, coarser with time.</summary>
internal static class HumanDuration
{
    /// <summary>The time since a moment; <c>&lt;unknown&gt;</c> when there is none.</summary>
    public static string Since(DateTimeOffset? moment, DateTimeOffset now) =>
        moment is { } then && then != default ? Format(now - then) : "<unknown>";

    /// <summary>A duration: <c>5s</c>, <c>3m20s</c>, <c>47h</c>, <c>5d3h</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 120) return $"{seconds}s";
        var minutes = seconds / 60;
        if (minutes < 10) return Pair(minutes, 'm', seconds % 60, 's');
        if (minutes < 180) return $"{minutes}m";
        var hours = minutes / 60;
        if (hours < 8) return Pair(hours, 'h', minutes % 60, 'm');
        if (hours < 48) return $"{hours}h";
        var days = hours / 24;
        if (days < 8) return Pair(days, 'd', hours % 24, 'h');
        if (days < 365 * 2) return $"{days}d";
        var years = days / 365;
        return years < 8 ? Pair(years, 'y', days % 365, 'd') : $"{years}y";
    }

    private static string Pair(long first, char unit, long second, char smaller) =>
        second == 0 ? $"{first}{unit}" : $"{first}{unit}{second}{smaller}";
}
