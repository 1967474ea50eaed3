namespace IstioLab.Cluster.Embedded.Api;

/// <summary>Uids and generated names: unlike each other within a run, the same in every run with the same seed and order.</summary>
internal sealed class ObjectIdentity(long seed)
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private long _count;

    /// <summary>A fresh uid.</summary>
    public string NewUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[7] = (byte)((bytes[7] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes).ToString("D");
    }

    /// <summary>Five characters for a generated name.</summary>
    public string NewSuffix()
    {
        var bits = Next();
        return string.Create(5, bits, static (span, bits) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = Letters[(int)(bits % (ulong)Letters.Length)];
                bits /= (ulong)Letters.Length;
            }
        });
    }

    // SplitMix64: one counter, no lock.
    private ulong Next()
    {
        var mixed = unchecked((ulong)seed + ((ulong)Interlocked.Increment(ref _count) * 0x9E3779B97F4A7C15UL));
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
        return mixed ^ (mixed >> 31);
    }
}
