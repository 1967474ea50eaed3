namespace IstioLab.Proxy;

/// <summary>
/// A random source that many requests may share: safe for concurrent use without a lock, free of allocation, and repeatable from
/// a seed. The sequence is SplitMix64; it is not for secrets.
/// </summary>
/// <param name="seed">Equal seeds give equal sequences; any value is allowed.</param>
public sealed class RandomSource(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>The next 64 uniformly distributed bits.</summary>
    public ulong NextBits()
    {
        var z = Interlocked.Add(ref _state, Step);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, and without, <paramref name="exclusiveMax"/>.</summary>
    /// <param name="exclusiveMax">At least 1.</param>
    public int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        return (int)Math.BigMul(NextBits(), (ulong)exclusiveMax, out _);
    }

    /// <summary>A non-negative number of 31 bits, for callers that reduce it themselves.</summary>
    public int Next() => (int)(NextBits() >> 33);

    /// <summary>A number from 0 up to, and without, 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));
}
