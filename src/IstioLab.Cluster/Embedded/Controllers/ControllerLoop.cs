using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Storage;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>Runs one controller: events become keys, keys are reconciled one after another, failures come back with a growing delay.</summary>
internal sealed class ControllerLoop(IController controller, IObjectApi api, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);
    private readonly WorkQueue _queue = new(time);
    private readonly Dictionary<ObjectKey, int> _failures = [];
    private readonly ReadProgress _progress = new();
    private long _read;

    /// <summary>Completes when the controller has done what there was to do for the changes that it watches, as they are now.</summary>
    public Task SettledAsync(CancellationToken cancellationToken) => _progress.ReachedAsync(api.LastChange(controller.Watches), cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var subscription = api.Subscribe(controller.Watches);
        Task<bool>? more = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            while (subscription.Events.TryRead(out var change)) Enqueue(change);
            if (_queue.TryTake(out var key))
            {
                await ReconcileAsync(key, cancellationToken);
                continue;
            }

            _progress.Advance(_read);
            more ??= subscription.Events.WaitToReadAsync(cancellationToken).AsTask();
            if (await WaitAsync(more, cancellationToken) && !await more) return;
            if (more.IsCompleted) more = null;
        }
    }

    private void Enqueue(ObjectEvent change)
    {
        foreach (var key in controller.KeysOf(change)) _queue.Add(key);
        _read = Math.Max(_read, change.ResourceVersion);
    }

    /// <summary>True when the subscription has something to say, false when a delayed key is due.</summary>
    private async ValueTask<bool> WaitAsync(Task more, CancellationToken cancellationToken)
    {
        if (_queue.Wait() is not { } wait)
        {
            await more;
            return true;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var due = Task.Delay(wait, time, stop.Token);
        await Task.WhenAny(more, due);
        await stop.CancelAsync();
        return more.IsCompleted;
    }

    private async ValueTask ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            var again = await controller.ReconcileAsync(key, cancellationToken);
            _failures.Remove(key);
            if (again is { } delay) _queue.AddAfter(key, delay);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // One object that cannot be reconciled must not stop the controller for all others.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var count = _failures[key] = _failures.GetValueOrDefault(key) + 1;
            var delay = FirstRetry * Math.Pow(2, Math.Min(count - 1, 12));
            _queue.AddAfter(key, delay < LastRetry ? delay : LastRetry);
            logger.Log(
                count < 5 ? LogLevel.Debug : LogLevel.Warning, failure, "{Controller}: '{Namespace}/{Name}' failed {Count} times", controller.Name,
                key.Namespace, key.Name, count);
        }
    }
}
