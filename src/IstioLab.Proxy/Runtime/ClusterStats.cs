using IstioLab.Proxy.Exchanges;

namespace IstioLab.Proxy.Runtime;

/// <summary>What a proxy counts of one cluster; it outlives changes of the cluster.</summary>
internal sealed class ClusterStats
{
    private readonly long[] _answers = new long[6];
    private long _attempts;
    private long _retries;
    private long _retryLimits;
    private long _timeouts;
    private long _overflows;
    private long _waited;

    public long Attempts => Volatile.Read(ref _attempts);

    public long Retries => Volatile.Read(ref _retries);

    public long RetryLimits => Volatile.Read(ref _retryLimits);

    public long Timeouts => Volatile.Read(ref _timeouts);

    /// <summary>Requests that the limits turned away.</summary>
    public long Overflows => Volatile.Read(ref _overflows);

    /// <summary>Requests that waited for a connection.</summary>
    public long Waited => Volatile.Read(ref _waited);

    /// <summary>Answers of one class, 2 for 2xx.</summary>
    public long Answers(int hundred) => Volatile.Read(ref _answers[hundred]);

    public void NoteWait() => Interlocked.Increment(ref _waited);

    /// <summary>Counts a finished request.</summary>
    /// <param name="status">The status that its client got; 0 when the client had gone.</param>
    /// <param name="attempts">How often it was sent.</param>
    /// <param name="flags">What became of it.</param>
    public void Count(int status, int attempts, ResponseFlags flags)
    {
        Interlocked.Add(ref _attempts, attempts);
        if ((uint)status < 600)
            Interlocked.Increment(ref _answers[status / 100]);
        if (attempts > 1)
            Interlocked.Add(ref _retries, attempts - 1);
        if (flags == ResponseFlags.None)
            return;
        Add(flags, ResponseFlags.UpstreamRetryLimitExceeded, ref _retryLimits);
        Add(flags, ResponseFlags.UpstreamRequestTimeout, ref _timeouts);
        Add(flags, ResponseFlags.UpstreamOverflow, ref _overflows);
    }

    private static void Add(ResponseFlags flags, ResponseFlags flag, ref long counter)
    {
        if ((flags & flag) != 0)
            Interlocked.Increment(ref counter);
    }
}
