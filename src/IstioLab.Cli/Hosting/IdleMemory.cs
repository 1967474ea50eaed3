namespace IstioLab.Cli.Hosting;

/// <summary>
/// Gives memory back while nobody is asking for anything. The runtime keeps what a start, an apply or a burst of requests needed until
/// the next burst, which on a laptop with an idle lab may be hours away.
/// </summary>
internal sealed class IdleMemory(TimeProvider time)
{
    private const long WorthCollecting = 8 * 1024 * 1024;
    private const long Idle = 64 * 1024;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks on until <paramref name="stop"/>.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        using var tick = new PeriodicTimer(s_look, time);
        var collectedAt = 0L;
        var last = GC.GetTotalAllocatedBytes();
        while (await tick.WaitForNextTickAsync(stop))
        {
            var now = GC.GetTotalAllocatedBytes();
            if (now - last < Idle && now - collectedAt > WorthCollecting)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                collectedAt = now;
            }

            last = now;
        }
    }
}
