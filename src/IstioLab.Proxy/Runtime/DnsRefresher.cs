namespace IstioLab.Proxy.Runtime;

/// <summary>Resolves the names in a proxy's clusters, at once for a new snapshot and every five seconds after, as Envoy does.</summary>
internal sealed class DnsRefresher(NameResolver resolver, TimeProvider time, Func<RuntimeSnapshot?> current) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private Task? _running;

    /// <summary>A snapshot came into force.</summary>
    public void Changed()
    {
        if (_running is null && current()?.Clusters.Any(cluster => cluster.HasNames) != true)
            return;
        _running ??= Task.Run(RunAsync);
        try
        {
            _changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // A round is due already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_running is not null)
            await _running;
        _stopping.Dispose();
        _changed.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                foreach (var cluster in current()?.Clusters ?? [])
                {
                    if (cluster.HasNames)
                        await ResolveAsync(cluster);
                }
                await WaitAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The proxy is closed.
        }
    }

    private async ValueTask ResolveAsync(ClusterRuntime cluster)
    {
        try
        {
            await cluster.ResolveAsync(resolver, _stopping.Token);
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or IOException)
        {
            // The cluster keeps the addresses it has until DNS answers again.
        }
    }

    private async Task WaitAsync()
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var due = Task.Delay(Interval, time, pause.Token);
        var changed = _changed.WaitAsync(pause.Token);
        await Task.WhenAny(due, changed);
        await pause.CancelAsync();
        await Task.WhenAll(due, changed).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stopping.Token.ThrowIfCancellationRequested();
    }
}
