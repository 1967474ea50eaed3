namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>A random source that several programs may use at once.</summary>
internal sealed class RandomSource(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>A number from 0 to below <paramref name="limit"/>.</summary>
    public int Next(int limit)
    {
        lock (_gate)
            return _random.Next(limit);
    }

    /// <summary>Fills a buffer.</summary>
    public void Fill(Span<byte> buffer)
    {
        lock (_gate)
            _random.NextBytes(buffer);
    }
}
