namespace IstioLab.Proxy.Exchanges;

/// <summary>A time limit that costs nothing where there is none.</summary>
internal readonly struct Deadline : IDisposable
{
    private readonly CancellationTokenSource? _source;
    private readonly CancellationTokenSource? _linked;

    private readonly long _start;

    private Deadline(CancellationTokenSource? source, CancellationTokenSource? linked, CancellationToken token, long start = 0)
    {
        _start = start;
        _source = source;
        _linked = linked;
        Token = token;
    }

    /// <summary>Cancelled when this limit or the outer one is over.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether this limit, not the outer one, is over.</summary>
    public bool IsOver => _source?.IsCancellationRequested == true;

    /// <param name="limit">Zero or less for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="outer">A limit around this one.</param>
    public static Deadline Start(TimeSpan limit, TimeProvider time, CancellationToken outer = default)
    {
        if (limit <= TimeSpan.Zero)
            return new Deadline(null, null, outer);
        var source = new CancellationTokenSource(limit, time);
        var start = time.GetTimestamp();
        if (!outer.CanBeCanceled)
            return new Deadline(source, null, source.Token, start);
        var linked = CancellationTokenSource.CreateLinkedTokenSource(source.Token, outer);
        return new Deadline(source, linked, linked.Token, start);
    }

    /// <summary>How long this limit has been running; zero where there is none.</summary>
    public TimeSpan Elapsed(TimeProvider time) => _source is null ? TimeSpan.Zero : time.GetElapsedTime(_start);

    /// <summary>Lets this limit go; the outer one stays.</summary>
    public void Lift() => _source?.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _linked?.Dispose();
        _source?.Dispose();
    }
}
