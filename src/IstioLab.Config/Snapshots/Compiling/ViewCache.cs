using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>
/// Compiles what is outbound once for all sidecars that see the same: those of one namespace and Sidecar, and of one set of labels where
/// rules ask for the client's labels.
/// </summary>
internal sealed class ViewCache(CompileCache cache)
{
    private const int ManyViews = 256;

    private readonly ConditionalWeakTable<MeshTables, ConcurrentDictionary<ViewKey, Lazy<SidecarView>>> views = [];
    private readonly ConcurrentDictionary<ViewKey, BuiltView> latest = new();

    public SidecarView Get(MeshState state, ProxyIdentity proxy)
    {
        var sidecar = state.Tables.Sidecars.Find(proxy);
        var key = new ViewKey(
            proxy.Namespace,
            new ByReference<SidecarConfig>(sidecar),
            proxy.DnsDomain ?? "",
            proxy.HttpProxyPort,
            state.Tables.AsksForLabels ? ProxyKeys.Labels(proxy) : "");
        return views.GetOrCreateValue(state.Tables)
            .GetOrAdd(key, _ => new Lazy<SidecarView>(() => Build(key, state, WithoutPod(proxy), sidecar)))
            .Value;
    }

    private static ProxyIdentity WithoutPod(ProxyIdentity proxy) => proxy with { Address = null, PodName = "", ServiceAccount = "" };

    private SidecarView Build(ViewKey key, MeshState state, ProxyIdentity proxy, SidecarConfig? sidecar)
    {
        var built = latest.GetValueOrDefault(key)?.After(state.Tables) ?? Build(state, proxy, sidecar);
        if (latest.Count >= ManyViews)
        {
            latest.Clear();
        }

        latest[key] = built;
        return built.View;
    }

    private BuiltView Build(MeshState state, ProxyIdentity proxy, SidecarConfig? sidecar)
    {
        var scope = new SidecarScopeBuilder(state, proxy.Namespace).Build(sidecar);
        var rules = new RuleLookup(state, proxy, scope.Services);
        var routes = new SidecarRouteBuilder(state, proxy, scope, rules, cache);
        var listeners = new SidecarListenerBuilder(state, scope, new TcpChainBuilder(proxy, scope, state.Settings), routes);
        var built = listeners.Build();
        var view = new SidecarView(
            scope.OutboundPolicy,
            CatchAllHosts.RuleOf(scope, state.Settings),
            scope.EgressCluster,
            built,
            listeners.Routes.ToFrozenDictionary(StringComparer.Ordinal),
            new ClusterBuilder(state, proxy, rules, cache).Build(scope.Services));
        return new BuiltView(view, state.Tables, routes.Contexts, cache);
    }

    private readonly record struct ViewKey(string Namespace, ByReference<SidecarConfig> Sidecar, string DnsDomain, int HttpProxyPort, string Labels);
}
