using System.Collections.Frozen;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Merges PeerAuthentications: mesh, namespace, workload, the oldest of each level. Follows <c>ComposePeerAuthentication</c>.</summary>
internal static class PeerAuthenticationResolver
{
    public static PeerPolicy Resolve(MeshState state, ProxyIdentity proxy) => Compose(
        state.Tables.PeerAuthentications.Where(item => Applies(item, proxy, state.Settings.RootNamespace)),
        state.Settings.RootNamespace);

    public static PeerPolicy Compose(IEnumerable<PeerAuthentication> policies, string root)
    {
        var sorted = policies.OrderBy(item => item.Source.CreationTime)
            .ThenBy(item => item.Source.Id.Name, StringComparer.Ordinal)
            .ToList();
        var mesh = sorted.Find(item => item.Selector is null && item.Source.Id.Namespace == root);
        var space = sorted.Find(item => item.Selector is null && item.Source.Id.Namespace != root);
        var workload = sorted.Find(item => item.Selector is not null && item.Source.Id.Namespace != root);
        var decisive = new[] { workload, space, mesh }.FirstOrDefault(item => item?.Mode is not null);
        var mode = decisive?.Mode ?? MutualTlsMode.Permissive;
        var ports = (workload?.Ports ?? FrozenDictionary<int, MutualTlsMode?>.Empty)
            .ToFrozenDictionary(pair => pair.Key, pair => pair.Value ?? mode);
        return new PeerPolicy(mode, RuleOf(decisive), ports, RuleOf(workload));
    }

    private static bool Applies(PeerAuthentication item, ProxyIdentity proxy, string root)
    {
        var space = item.Source.Id.Namespace;
        return item.Selector is null
            ? space == root || space == proxy.Namespace
            : space == proxy.Namespace && LabelMaps.IsSubset(item.Selector, proxy.Labels);
    }

    private static RuleReference? RuleOf(PeerAuthentication? item) =>
        item is null ? null : new RuleReference(item.Source.Id.ToString(), "mtls", item.Source.Position);
}
