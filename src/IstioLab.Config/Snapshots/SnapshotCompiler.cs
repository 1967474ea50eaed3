using System.Collections.Frozen;
using IstioLab.Config.Discovery;
using IstioLab.Config.Snapshots.Compiling;

namespace IstioLab.Config.Snapshots;

/// <summary>
/// Compiles the state of the mesh into what one proxy needs. Keep one instance: it caches compiled pieces by the identity of the objects
/// that they came from, so that a change of one VirtualService compiles that one again and nothing else. Safe for concurrent use.
/// </summary>
public sealed class SnapshotCompiler
{
    private readonly CompileCache cache = new();

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
        var scope = new SidecarScopeBuilder(state, proxy.Namespace).Build(state.Tables.Sidecars.Find(proxy));
        var rules = new RuleLookup(state, proxy, scope.Services);
        var routes = new SidecarRouteBuilder(state, proxy, scope, rules, cache);
        var listeners = new SidecarListenerBuilder(state, proxy, scope, routes);
        var built = listeners.Build();
        return new ProxySnapshot(
            version,
            proxy,
            state.Settings,
            scope.OutboundPolicy,
            built,
            listeners.Routes.ToFrozenDictionary(StringComparer.Ordinal),
            new ClusterBuilder(state, proxy, rules, cache).Build(scope.Services),
            new InboundBuilder(state, proxy).Build());
    }
}
