using System.Threading.Channels;

namespace IstioLab.Labs.Resources;

/// <summary>Watches a cluster through its API and tells any number of subscribers what its resources are.</summary>
public sealed class ResourceHub : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ResourceSubscription> _subscriptions = [];
    private readonly Dictionary<string, HashSet<ObjectKey>> _known = new(StringComparer.Ordinal);
    private readonly Channel<ObjectUpdate> _updates = Channel.CreateBounded<ObjectUpdate>(1024);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ResourceMirror _mirror;
    private readonly Task _work;

    private ResourceHub(IClusterApi api, ClusterInfo info, TimeProvider time)
    {
        _mirror = new ResourceMirror(info);
        _work = Task.WhenAll(
            MirroredKind.All.Select(kind => new ObjectWatcher(api, kind, _updates.Writer, time).RunAsync(_stopping.Token)).Append(PumpAsync()));
    }

    /// <summary>Begins to watch a cluster. It need not answer yet.</summary>
    public static ResourceHub Start(IClusterApi api, ClusterInfo info, TimeProvider time) => new(api, info, time);

    /// <summary>The resource with a name; null when there is none.</summary>
    public LabResource? Find(string name)
    {
        lock (_lock)
        {
            return _mirror.Find(name);
        }
    }

    /// <summary>Begins a subscription.</summary>
    public ResourceSubscription Subscribe()
    {
        lock (_lock)
        {
            var subscription = new ResourceSubscription(_mirror.Resources, End);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Ends the watches and every subscription.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            // That is how watches end.
        }

        lock (_lock)
        {
            _subscriptions.ForEach(subscription => subscription.Complete());
        }

        _stopping.Dispose();
    }

    private async Task PumpAsync()
    {
        while (await _updates.Reader.WaitToReadAsync(_stopping.Token))
        {
            var events = new List<ClusterEvent>();
            string? problem = null;
            while (_updates.Reader.TryRead(out var update))
            {
                problem = (update as ObjectUpdate.Unreachable)?.Problem;
                events.AddRange(EventsOf(update));
            }

            lock (_lock)
            {
                IReadOnlyList<LabResourceChange> changes = [.. _mirror.SetProblem(problem), .. _mirror.Apply(events)];
                if (changes.Count > 0)
                {
                    _subscriptions.ForEach(subscription => subscription.Send(changes));
                }
            }
        }
    }

    private IEnumerable<ClusterEvent> EventsOf(ObjectUpdate update)
    {
        if (!_known.TryGetValue(update.Kind, out var known))
        {
            _known[update.Kind] = known = [];
        }

        switch (update)
        {
            case ObjectUpdate.One one:
                var key = ObjectKey.Of(one.Kind, one.Object);
                _ = one.Deleted ? known.Remove(key) : known.Add(key);
                return [new ClusterEvent(key, one.Deleted ? null : one.Object)];
            case ObjectUpdate.Everything all:
                var present = all.Objects.Select(value => new ClusterEvent(ObjectKey.Of(all.Kind, value), value)).ToList();
                var gone = known.Except(present.Select(entry => entry.Key)).Select(missing => new ClusterEvent(missing, null)).ToList();
                known.Clear();
                known.UnionWith(present.Select(entry => entry.Key));
                return gone.Concat(present);
            default:
                return [];
        }
    }

    private void End(ResourceSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }
}
