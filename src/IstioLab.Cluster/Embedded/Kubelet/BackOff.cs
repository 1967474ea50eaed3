namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>The kubelet's delays: none the first time, then 10 s doubling to 5 min; ten minutes without trouble begin anew.</summary>
internal sealed class BackOff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Recovered = TimeSpan.FromMinutes(10);
    private TimeSpan _next;

    /// <summary>The delay before the next attempt, after one that lasted <paramref name="ran"/>.</summary>
    public TimeSpan Next(TimeSpan ran)
    {
        if (ran >= Recovered) _next = TimeSpan.Zero;
        var delay = _next;
        _next = delay == TimeSpan.Zero ? First : delay * 2 < Longest ? delay * 2 : Longest;
        return delay;
    }
}
