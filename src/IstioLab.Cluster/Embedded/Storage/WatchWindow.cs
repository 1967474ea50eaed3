using System.Threading.Channels;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>The latest changes of one resource and those who watch it. Guarded by the store's commit lock.</summary>
internal sealed class WatchWindow(int capacity, long firstVersion)
{
    private readonly Queue<ObjectEvent> _events = [];

    /// <summary>A watch can begin at this version or later.</summary>
    public long Floor { get; private set; } = firstVersion;

    /// <summary>The version of the latest change; 0 when there was none.</summary>
    public long Last { get; private set; }

    /// <summary>Where changes go.</summary>
    public List<Channel<ObjectEvent>> Watchers { get; } = [];

    /// <summary>Keeps one more change and forgets the oldest when the window is full.</summary>
    public void Add(ObjectEvent change)
    {
        if (_events.Count == capacity) Floor = _events.Dequeue().ResourceVersion;
        _events.Enqueue(change);
        Last = change.ResourceVersion;
    }

    /// <summary>The changes after a version.</summary>
    public IEnumerable<ObjectEvent> After(long version) => _events.Where(change => change.ResourceVersion > version);
}
