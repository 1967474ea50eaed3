using System.Net;

namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>Pod addresses from 10.244.0.0/16, each given once in a run so that a late packet never meets another pod.</summary>
internal sealed class AddressPool
{
    private const int Capacity = ushort.MaxValue - 2;
    private int _last = 1;

    /// <exception cref="InvalidOperationException">All addresses have been used.</exception>
    public IPAddress Next()
    {
        var number = Interlocked.Increment(ref _last);
        return number <= Capacity
            ? new IPAddress([10, 244, (byte)(number >> 8), (byte)number])
            : throw new InvalidOperationException($"All {Capacity} pod addresses of 10.244.0.0/16 have been used. Restart the environment.");
    }
}
