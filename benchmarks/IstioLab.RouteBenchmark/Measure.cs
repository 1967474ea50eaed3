namespace IstioLab.RouteBenchmark;

/// <summary>
/// Times code: the best of several runs, because other programs only ever add time. On the clock, and as processor time of the whole
/// process with garbage collection, which a busy machine changes less.
/// </summary>
internal static class Measure
{
    public static (double Clock, double Processor) Best(TimeProvider time, int runs, Action<int> action) =>
        Best<object?>(time, runs, () => null, (_, run) => action(run));

    /// <summary>Times what is done with something new in each run. The garbage of making it is collected before.</summary>
    public static (double Clock, double Processor) BestOfNew<T>(TimeProvider time, int runs, Func<T> make, Action<T> action) =>
        Best(
            time, runs,
            () =>
            {
                var made = make();
                GC.Collect();
                return made;
            },
            (made, _) => action(made));

    private static (double Clock, double Processor) Best<T>(TimeProvider time, int runs, Func<T> make, Action<T, int> action)
    {
        var best = (Clock: double.MaxValue, Processor: double.MaxValue);
        for (var run = 0; run < runs; run++)
        {
            var made = make();
            var processor = Environment.CpuUsage.TotalTime;
            var start = time.GetTimestamp();
            action(made, run);
            best = (
                Math.Min(best.Clock, time.GetElapsedTime(start).TotalMilliseconds),
                Math.Min(best.Processor, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds));
        }

        return best;
    }

    /// <summary>Nanoseconds and bytes of one call, from batches.</summary>
    public static (double Nanoseconds, double Bytes) PerCall(TimeProvider time, int runs, int batch, Action<int> action)
    {
        action(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var best = Best(time, runs, _ =>
        {
            for (var call = 0; call < batch; call++)
            {
                action(call);
            }
        });
        return (best.Clock * 1_000_000 / batch, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(runs * batch));
    }
}
