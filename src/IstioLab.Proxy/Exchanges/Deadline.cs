namespace IstioLab.Proxy.Exchanges;

/// <summary>A time limit that costs nothing where there is none.</summary>
internal readonly struct Deadline : IDisposable
{
    private readonly CancellationTokenSource? _source;
    private readonly CancellationTokenSource? _linked;

    private Deadline(CancellationTokenSource? source, CancellationTokenSource? linked, CancellationToken token)
    {
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
        if (!outer.CanBeCanceled)
            return new Deadline(source, null, source.Token);
        var linked = CancellationTokenSource.CreateLinkedTokenSource(source.Token, outer);
        return new Deadline(source, linked, linked.Token);
    }

    public void Dispose()
    {
        _linked?.Dispose();
        _source?.Dispose();
    }
}
