namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>Up to which change a reader of the store has done its work, for those who wait for it.</summary>
internal sealed class ReadProgress
{
    private long _version;
    private TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reader's own news: all is done up to this resource version.</summary>
    public void Advance(long version)
    {
        // What was there when a subscription began comes in no order.
        if (version <= _version) return;
        Volatile.Write(ref _version, version);
        Interlocked.Exchange(ref _advanced, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    /// <summary>Completes when all is done up to the resource version.</summary>
    public async Task ReachedAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            var advanced = Volatile.Read(ref _advanced);
            if (Volatile.Read(ref _version) >= version) return;
            await advanced.Task.WaitAsync(cancellationToken);
        }
    }
}
