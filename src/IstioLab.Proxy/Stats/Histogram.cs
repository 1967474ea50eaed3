namespace IstioLab.Proxy.Stats;

/// <summary>Counts values by Envoy's default buckets (https://www.envoyproxy.io/docs/envoy/latest/operations/stats_overview).</summary>
internal sealed class Histogram
{
    private readonly long[] _counts = new long[Bounds.Length + 1];
    private long _sum;

    /// <summary>The upper bounds of the buckets; a last one without bound follows.</summary>
    public static ReadOnlySpan<double> Bounds =>
        [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000, 300000, 600000, 1800000, 3600000];

    public long Sum => Interlocked.Read(ref _sum);

    /// <summary>The values of one bucket alone; the last index is the bucket without bound.</summary>
    public long this[int bucket] => Interlocked.Read(ref _counts[bucket]);

    public void Add(long value)
    {
        var bounds = Bounds;
        var bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket])
            bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Interlocked.Add(ref _sum, value);
    }
}
