using IstioLab.Config.Discovery;
using IstioLab.Config.Snapshots.Compiling;
using IstioLab.Config.Tokens;

namespace IstioLab.Config.Snapshots;

/// <summary>
/// Compiles the state of the mesh into what one proxy needs. Keep one instance: it caches compiled pieces by the identity of the objects
/// that they came from, so that a change of one VirtualService compiles that one again and nothing else. Safe for concurrent use.
/// </summary>
public sealed class SnapshotCompiler
{
    private readonly CompileCache cache;
    private readonly ViewCache views;
    private readonly InboundCache inbound = new();

    /// <summary>Creates a compiler with an empty cache.</summary>
    public SnapshotCompiler()
    {
        cache = new CompileCache();
        views = new ViewCache(cache);
    }

    /// <summary>How many VirtualServices were compiled, rather than found compiled.</summary>
    public long CompiledVirtualServices => cache.CompiledRules;

    /// <summary>Compiles a snapshot.</summary>
    /// <param name="state">The state of the mesh.</param>
    /// <param name="proxy">The proxy.</param>
    /// <param name="version">The number of the snapshot.</param>
    public ProxySnapshot Compile(MeshState state, ProxyIdentity proxy, long version) =>
        proxy.Type == ProxyType.Gateway
            ? GatewayCompiler.Compile(state, proxy, version, cache)
            : CompileSidecar(state, proxy, version);

    private ProxySnapshot CompileSidecar(MeshState state, ProxyIdentity proxy, long version)
    {
        var view = views.Get(state, proxy);
        var chains = inbound.Get(state, proxy);
        return new ProxySnapshot(
            version,
            proxy,
            state.Settings,
            view.OutboundPolicy,
            view.ListenersOf(proxy),
            view.Routes,
            view.Clusters,
            chains.Listeners)
        {
            InboundChains = chains,
            EgressCluster = view.EgressCluster,
            OutboundPolicyRule = view.OutboundPolicyRule,
            Tokens = TokenPolicy.For(state, proxy),
        };
    }
}
