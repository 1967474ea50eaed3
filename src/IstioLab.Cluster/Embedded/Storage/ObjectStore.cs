using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>
/// All objects of a cluster in memory. Readers take one immutable state; writers are ordered by a lock that is held only for
/// writing one object's bytes and telling the watchers.
/// </summary>
internal sealed class ObjectStore
{
    private readonly Lock _commit = new();
    private readonly Dictionary<string, WatchWindow> _windows = new(StringComparer.Ordinal);
    private readonly int _history;
    private readonly long _firstVersion;
    private StoreState _state;

    /// <summary>An empty store.</summary>
    /// <param name="firstVersion">The first resource version minus one. Larger than in an earlier run, so that clients of that run relist.</param>
    /// <param name="history">How many changes per resource a watch can go back.</param>
    public ObjectStore(long firstVersion = 1, int history = 1024)
    {
        _firstVersion = firstVersion;
        _history = history;
        _state = new StoreState(firstVersion, ImmutableDictionary<string, ImmutableSortedDictionary<ObjectName, StoredObject>>.Empty);
    }

    /// <summary>The number of the latest change.</summary>
    public long ResourceVersion => Volatile.Read(ref _state).Version;

    /// <summary>The object, or null.</summary>
    public StoredObject? Find(ObjectKey key) =>
        Volatile.Read(ref _state).Table(key.Resource).GetValueOrDefault(new ObjectName(key.Namespace, key.Name));

    /// <summary>A consistent view of one resource.</summary>
    public StoreView View(string resource)
    {
        var state = Volatile.Read(ref _state);
        return new StoreView(resource, state.Version, state.Table(resource));
    }

    /// <summary>
    /// Writes an object if the stored one still is <paramref name="expected"/> (null: it must not exist).
    /// Null when another write came between.
    /// </summary>
    public StoredObject? TryPut(ObjectKey key, StoredObject? expected, JsonObject body)
    {
        lock (_commit)
        {
            var table = _state.Table(key.Resource);
            var name = new ObjectName(key.Namespace, key.Name);
            if (!ReferenceEquals(table.GetValueOrDefault(name), expected)) return null;
            var version = _state.Version + 1;
            var stored = ObjectJson.Store(key, body, version);
            _state = _state.With(version, key.Resource, table.SetItem(name, stored));
            var type = expected is null ? ObjectEventType.Added : ObjectEventType.Modified;
            Publish(key.Resource, new ObjectEvent(type, stored, expected, version));
            return stored;
        }
    }

    /// <summary>
    /// Removes an object if the stored one still is <paramref name="expected"/>; <paramref name="last"/> is what watchers see as its
    /// last state. Null when another write came between.
    /// </summary>
    public StoredObject? TryRemove(StoredObject expected, JsonObject last)
    {
        var key = expected.Key;
        lock (_commit)
        {
            var table = _state.Table(key.Resource);
            var name = new ObjectName(key.Namespace, key.Name);
            if (!ReferenceEquals(table.GetValueOrDefault(name), expected)) return null;
            var version = _state.Version + 1;
            var removed = ObjectJson.Store(key, last, version);
            _state = _state.With(version, key.Resource, table.Remove(name));
            Publish(key.Resource, new ObjectEvent(ObjectEventType.Deleted, removed, expected, version));
            return removed;
        }
    }

    /// <summary>The version of the latest change of any of these resources, deletions too; 0 when there was none.</summary>
    public long LastChange(IReadOnlyCollection<string> resources)
    {
        lock (_commit) return resources.Max(resource => _windows.GetValueOrDefault(resource)?.Last ?? 0);
    }

    /// <summary>Changes of these resources, beginning with what is there.</summary>
    public ObjectSubscription Subscribe(IReadOnlyCollection<string> resources)
    {
        var channel = Channel.CreateUnbounded<ObjectEvent>();
        lock (_commit)
        {
            var count = 0;
            foreach (var resource in resources)
            {
                foreach (var (_, item) in _state.Table(resource))
                {
                    channel.Writer.TryWrite(new ObjectEvent(ObjectEventType.Added, item, null, item.ResourceVersion));
                    count++;
                }
                Window(resource).Watchers.Add(channel);
            }
            return new ObjectSubscription(channel, count, _state.Version, ended => Release(ended, resources));
        }
    }

    /// <summary>
    /// Changes of one resource after <paramref name="fromVersion"/>. Null when the window does not reach back that far.
    /// </summary>
    public ObjectSubscription? TryWatch(string resource, long fromVersion)
    {
        var channel = Channel.CreateUnbounded<ObjectEvent>();
        lock (_commit)
        {
            var window = Window(resource);
            if (fromVersion < window.Floor) return null;
            foreach (var change in window.After(fromVersion)) channel.Writer.TryWrite(change);
            window.Watchers.Add(channel);
            return new ObjectSubscription(channel, 0, _state.Version, ended => Release(ended, [resource]));
        }
    }

    private void Publish(string resource, ObjectEvent change)
    {
        var window = Window(resource);
        window.Add(change);
        foreach (var watcher in window.Watchers) watcher.Writer.TryWrite(change);
    }

    private WatchWindow Window(string resource)
    {
        if (_windows.TryGetValue(resource, out var window)) return window;
        return _windows[resource] = new WatchWindow(_history, _firstVersion);
    }

    private void Release(ObjectSubscription ended, IReadOnlyCollection<string> resources)
    {
        lock (_commit)
            foreach (var resource in resources) Window(resource).Watchers.Remove(ended.Channel);
        ended.Channel.Writer.TryComplete();
    }
}
