using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>Keys to reconcile: each at most once however often it is added, some only after a while. For one loop; not thread-safe.</summary>
internal sealed class WorkQueue(TimeProvider time)
{
    private readonly Queue<ObjectKey> _ready = new();
    private readonly HashSet<ObjectKey> _queued = [];
    private readonly Dictionary<ObjectKey, DateTimeOffset> _later = [];

    public void Add(ObjectKey key)
    {
        _later.Remove(key);
        if (_queued.Add(key)) _ready.Enqueue(key);
    }

    public void AddAfter(ObjectKey key, TimeSpan delay)
    {
        if (_queued.Contains(key)) return;
        var due = time.GetUtcNow() + delay;
        if (!_later.TryGetValue(key, out var earlier) || due < earlier) _later[key] = due;
    }

    public bool TryTake(out ObjectKey key)
    {
        if (_later.Count > 0) MoveDue();
        if (!_ready.TryDequeue(out key!)) return false;
        _queued.Remove(key);
        return true;
    }

    /// <summary>How long until the next delayed key is due; null when there is none.</summary>
    public TimeSpan? Wait()
    {
        if (_later.Count == 0) return null;
        var wait = _later.Values.Min() - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private void MoveDue()
    {
        var now = time.GetUtcNow();
        foreach (var (key, due) in _later.OrderBy(pair => pair.Value).ToList())
        {
            if (due <= now) Add(key);
        }
    }
}
