using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>
/// Keeps compiled pieces as long as the objects live that they came from. An entry holds when what it looked up is the same as before.
/// </summary>
internal sealed class CompileCache
{
    private readonly ConditionalWeakTable<VirtualService, Dictionary<RulesKey, CachedRules>> rules = [];
    private readonly ConditionalWeakTable<MeshService, Dictionary<DomainKey, (ImmutableArray<string> Domains, ImmutableArray<string> Short)>>
        domains = [];

    private readonly ConditionalWeakTable<MeshService, Dictionary<DefaultKey, VirtualHost>> defaults = [];
    private readonly ConditionalWeakTable<MeshService, ServiceClusters> clusters = [];
    private readonly ConcurrentDictionary<string, (List<UpstreamCluster> Clusters, FrozenDictionary<string, UpstreamCluster> Table)> frozen =
        new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, RouteConfiguration> configurations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DomainLayout> layouts = new(StringComparer.Ordinal);

    private long compiledRules;

    /// <summary>How many VirtualServices were compiled rather than found.</summary>
    public long CompiledRules => Interlocked.Read(ref compiledRules);

    public CompiledRules Rules(VirtualService source, RouteContext context)
    {
        var facts = VirtualServiceFacts.Of(source);
        var key = new RulesKey(
            new ByReference<MeshSettings>(context.Settings),
            context.ListenerPort,
            context.IsTls,
            context.GatewayKey,
            facts.AsksForSource ? SourceKey(context.Proxy) : "");
        var found = LookUp(facts, context);
        var entries = rules.GetOrCreateValue(source);
        lock (entries)
        {
            if (entries.TryGetValue(key, out var cached) && cached.Found.AsSpan().SequenceEqual(found))
            {
                return cached.Rules;
            }
        }

        Interlocked.Increment(ref compiledRules);
        var compiled = new RouteCompiler(context).Compile(source);
        lock (entries)
        {
            // Rules that ask for the client's labels have an entry for each set of labels; pods come and go.
            if (entries.Count >= 256)
            {
                entries.Clear();
            }

            entries[key] = new CachedRules(found, compiled);
        }

        return compiled;
    }

    public (ImmutableArray<string> Domains, ImmutableArray<string> Short) Domains(
        MeshService service, int port, string proxyDomain, IstioRelease release) =>
        Get(domains, service, new DomainKey(port, proxyDomain, release), () => DomainNames.Of(service, port, proxyDomain, release));

    public VirtualHost DefaultHost(MeshService service, int port, MeshSettings settings, HashPolicy? hash, Func<VirtualHost> create) =>
        Get(defaults, service, new DefaultKey(port, new ByReference<MeshSettings>(settings), hash), create);

    public ImmutableArray<UpstreamCluster> Clusters(
        MeshService service, EndpointTable endpoints, ClusterKey key, Func<ImmutableArray<UpstreamCluster>> create) =>
        clusters.GetOrCreateValue(service).Get(endpoints, key, create);

    /// <summary>A table of clusters; the last one of the same proxies, when all clusters are still the same.</summary>
    public FrozenDictionary<string, UpstreamCluster> Freeze(string proxies, List<UpstreamCluster> all)
    {
        if (frozen.TryGetValue(proxies, out var last) && last.Clusters.SequenceEqual(all, ReferenceEqualityComparer.Instance))
        {
            return last.Table;
        }

        var table = all.DistinctBy(cluster => cluster.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(cluster => cluster.Name, StringComparer.Ordinal);
        frozen[proxies] = (all, table);
        return table;
    }

    /// <summary>A route configuration that shares what did not change with the last one of the same proxies and name.</summary>
    public RouteConfiguration Configuration(string proxies, string name, ImmutableArray<VirtualHost> hosts, bool ignorePortInHost)
    {
        var key = $"{proxies}/{name}";
        return configurations[key] = new RouteConfiguration(name, hosts, ignorePortInHost, configurations.GetValueOrDefault(key));
    }

    /// <summary>The domains that stay with each virtual host; as before, when names and domains are the same as before.</summary>
    public DomainLayout Layout(string key, DomainLayout wanted) =>
        layouts.TryGetValue(key, out var last) && last.IsSame(wanted) ? last : layouts[key] = wanted.Resolve();

    private static TValue Get<TSource, TKey, TValue>(
        ConditionalWeakTable<TSource, Dictionary<TKey, TValue>> table, TSource source, TKey key, Func<TValue> create)
        where TSource : class
        where TKey : notnull
    {
        var entries = table.GetOrCreateValue(source);
        lock (entries)
        {
            if (entries.TryGetValue(key, out var value))
            {
                return value;
            }

            // Old settings, rules and endpoints never come back; a service has few live combinations.
            if (entries.Count >= 64)
            {
                entries.Clear();
            }

            return entries[key] = create();
        }
    }

    /// <summary>Only a rule that asks for the source depends on the proxy.</summary>
    private static string SourceKey(ProxyIdentity proxy) => $"{proxy.Namespace}|{ProxyKeys.Labels(proxy)}";

    private static object?[] LookUp(VirtualServiceFacts facts, RouteContext context)
    {
        var targets = facts.Targets;
        var result = new object?[targets.Length * 2];
        for (var index = 0; index < targets.Length; index++)
        {
            result[index * 2] = context.FindOriginal(targets[index].Host);
            result[(index * 2) + 1] = context.FindHash(targets[index]);
        }

        return result;
    }

    internal readonly record struct ClusterKey(ByReference<ConsolidatedRule> Rule, ByReference<MeshSettings> Settings, ProxyType Proxy);

    private readonly record struct RulesKey(ByReference<MeshSettings> Settings, int Port, bool IsTls, string Gateways, string Source);

    private readonly record struct DomainKey(int Port, string ProxyDomain, IstioRelease Release);

    private readonly record struct DefaultKey(int Port, ByReference<MeshSettings> Settings, HashPolicy? Hash);

    private sealed record CachedRules(object?[] Found, CompiledRules Rules);
}
