namespace IstioLab.Labs.Tests.Api;

/// <summary>A clock whose timers are due at once up to a length: pauses take no time, limits that are longer stay.</summary>
internal sealed class ImpatientTime(TimeSpan longest) : TimeProvider
{
    /// <summary>The pauses that were asked for.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > longest || dueTime < TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        lock (Pauses)
        {
            Pauses.Add(dueTime);
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
