using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Keeps each sidecar's inbound side until something changes that it hangs on; VirtualServices are nothing of that kind.</summary>
internal sealed class InboundCache
{
    private readonly ConditionalWeakTable<ProxyIdentity, Entry> known = [];

    public ImmutableArray<InboundListener> Get(MeshState state, ProxyIdentity proxy)
    {
        if (known.TryGetValue(proxy, out var entry) && ReferenceEquals(entry.Settings, state.Settings) && state.Tables.IsLike(entry.Tables))
        {
            return entry.Listeners;
        }

        var listeners = new InboundBuilder(state, proxy).Build();
        known.AddOrUpdate(proxy, new Entry(state.Settings, state.Tables, listeners));
        return listeners;
    }

    private sealed record Entry(MeshSettings Settings, MeshTables Tables, ImmutableArray<InboundListener> Listeners);
}
