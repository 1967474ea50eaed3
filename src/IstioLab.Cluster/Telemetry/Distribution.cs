namespace IstioLab.Cluster.Telemetry;

/// <summary>A histogram with Envoy's default buckets.</summary>
internal sealed class Distribution
{
    /// <summary>Upper bounds, inclusive. Envoy has the same for milliseconds and for bytes.</summary>
    public static readonly double[] Bounds =
        [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000];

    private readonly ulong[] _buckets = new ulong[Bounds.Length + 1];
    private ulong _count;
    private double _sum;

    public void Add(double value)
    {
        var index = Array.BinarySearch(Bounds, value);
        _buckets[index < 0 ? ~index : index]++;
        _count++;
        _sum += value;
    }

    public Otlp.HistogramPoint ToPoint(ulong start, ulong now, IEnumerable<Otlp.Attribute> labels) => new()
    {
        StartNanoseconds = start,
        TimeNanoseconds = now,
        Count = _count,
        Sum = _sum,
        BucketCounts = { _buckets },
        Bounds = { Bounds },
        Attributes = { labels },
    };
}
