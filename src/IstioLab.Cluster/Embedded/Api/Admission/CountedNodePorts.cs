using System.Collections.Concurrent;

namespace IstioLab.Cluster.Embedded.Api.Admission;

/// <summary>Node ports that nobody listens on. The order depends on the seed alone, and none is given twice.</summary>
internal sealed class CountedNodePorts(long seed) : INodePorts
{
    private const int First = 30000;
    private const int Count = 2768;

    private readonly ConcurrentDictionary<int, bool> _used = new();
    private long _next;

    public int? Take(string ns, string name, int port, int? wanted)
    {
        if (wanted is { } given)
        {
            _used.TryAdd(given, true);
            return given;
        }
        for (var tries = 0; tries < Count; tries++)
        {
            var candidate = First + (int)((ulong)((Interlocked.Increment(ref _next) * 1597) + seed) % Count);
            if (_used.TryAdd(candidate, true)) return candidate;
        }
        return null;
    }
}
