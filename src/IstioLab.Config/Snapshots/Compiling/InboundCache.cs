using System.Runtime.CompilerServices;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Keeps each sidecar's inbound side until something changes that it hangs on; VirtualServices are nothing of that kind.</summary>
internal sealed class InboundCache
{
    private readonly ConditionalWeakTable<ProxyIdentity, Entry> known = [];

    public InboundChains Get(MeshState state, ProxyIdentity proxy)
    {
        if (known.TryGetValue(proxy, out var entry) && ReferenceEquals(entry.Settings, state.Settings) && state.Tables.IsLike(entry.Tables))
        {
            return entry.Chains;
        }

        var chains = new InboundBuilder(state, proxy).Build();
        known.AddOrUpdate(proxy, new Entry(state.Settings, state.Tables, chains));
        return chains;
    }

    private sealed record Entry(MeshSettings Settings, MeshTables Tables, InboundChains Chains);
}
