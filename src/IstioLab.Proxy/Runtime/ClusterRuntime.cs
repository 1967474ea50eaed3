using System.Collections.Concurrent;
using System.Net;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Balancing;

namespace IstioLab.Proxy.Runtime;

/// <summary>A cluster of the snapshot as the proxy runs it. What it learnt of its endpoints and its limits outlive a change of the cluster.</summary>
internal sealed class ClusterRuntime
{
    private readonly RuntimeServices _services;
    private readonly ClusterLine _line;
    private Dictionary<IPEndPoint, EndpointState> _endpoints;
    private EndpointState[] _ready = [];
    private EndpointGroup[] _groups = [];
    private readonly ConcurrentDictionary<IPEndPoint, EndpointState> _dialled = new();
    private volatile LoadBalancer? _balancer;
    private volatile ConcurrentDictionary<ulong, LoadBalancer?> _partial = new();

    private ClusterRuntime(
        UpstreamCluster cluster, Dictionary<IPEndPoint, EndpointState> endpoints, ClusterRuntime? previous, RuntimeServices services)
    {
        Cluster = cluster;
        _endpoints = endpoints;
        _services = services;
        _line = previous?._line ?? new ClusterLine();
        Stats = previous?.Stats ?? new ClusterStats();
        var policy = cluster.Policy;
        // As in Envoy, where another policy makes another cluster with hosts of its own: who was ejected under the old rule is back.
        if (previous is not null && previous.Cluster.Policy.OutlierDetection != policy.OutlierDetection)
            Readmit(endpoints.Values);
        Use(endpoints);
        if (policy.ConnectionPool is { } pool)
            Breaker = previous?.Breaker is { } known && known.Limits == pool ? known : new CircuitBreaker(pool, Stats);
        if (policy.OutlierDetection is { } outliers)
            Outliers = new OutlierDetector(this, outliers, services);
        _line.Newest = this;
    }

    public UpstreamCluster Cluster { get; }

    /// <summary>What was counted of the cluster.</summary>
    public ClusterStats Stats { get; }

    /// <summary>The limits; null when there are none.</summary>
    public CircuitBreaker? Breaker { get; }

    /// <summary>Ejects failing endpoints; null when the policy has no outlier detection.</summary>
    public OutlierDetector? Outliers { get; }

    public IReadOnlyDictionary<IPEndPoint, EndpointState> Endpoints => Volatile.Read(ref _endpoints);

    /// <summary>Whether endpoints are known by name and must be resolved.</summary>
    public bool HasNames => Cluster.Type is ClusterType.StrictDns or ClusterType.LogicalDns;

    /// <summary>Runs a cluster, going on with what an earlier version of it knew.</summary>
    public static ClusterRuntime Create(UpstreamCluster cluster, ClusterRuntime? previous, RuntimeServices services)
    {
        var endpoints = new Dictionary<IPEndPoint, EndpointState>(cluster.Endpoints.Length);
        foreach (var endpoint in cluster.Endpoints)
        {
            if (IPAddress.TryParse(endpoint.Address, out var ip))
                Add(endpoints, previous, endpoint, ip, services);
        }
        // Until names are resolved anew, those of the version before stand.
        if (previous is { HasNames: true } && endpoints.Count == 0 && cluster.Endpoints.SequenceEqual(previous.Cluster.Endpoints))
            endpoints = previous._endpoints;
        return new ClusterRuntime(cluster, endpoints, previous, services);
    }

    /// <summary>
    /// The newest version of the cluster. As in Envoy, a request keeps the routes that it began with, not the endpoints: one that began
    /// before a pod was told to end goes elsewhere.
    /// </summary>
    public ClusterRuntime Newest => _line.Newest;

    /// <summary>Chooses an endpoint; null when none is healthy.</summary>
    /// <param name="hash">The key of consistent hashing; null for none.</param>
    /// <param name="original">What the client dialled, which clusters without endpoints of their own go to.</param>
    /// <param name="leftOut">Priorities that are not chosen, one bit each.</param>
    public EndpointState? Choose(ulong? hash, IPEndPoint original, ulong leftOut = 0) =>
        Cluster.Type is ClusterType.Passthrough or ClusterType.OriginalDestination
            ? _dialled.GetOrAdd(original, static (address, cluster) => cluster.Dialled(address), this)
            : (leftOut == 0 ? _balancer : Without(leftOut))?.Choose(_services.Random, hash);

    /// <summary>Whether an endpoint is healthy that has none of these priorities, one bit each.</summary>
    public bool HasOthers(ulong leftOut) => Without(leftOut) is not null;

    /// <summary>Resolves the names of the endpoints; a name that cannot be resolved now keeps its addresses.</summary>
    public async ValueTask ResolveAsync(NameResolver resolver, CancellationToken ct)
    {
        var endpoints = new Dictionary<IPEndPoint, EndpointState>();
        foreach (var endpoint in Cluster.Endpoints)
        {
            if (IPAddress.TryParse(endpoint.Address, out var ip))
            {
                Add(endpoints, this, endpoint, ip, _services);
                continue;
            }
            foreach (var address in await resolver(endpoint.Address.TrimEnd('.'), ct))
            {
                Add(endpoints, this, endpoint, address, _services);
                if (Cluster.Type == ClusterType.LogicalDns)
                    break;
            }
        }
        if (endpoints.Count > 0 && !endpoints.Keys.ToHashSet().SetEquals(_endpoints.Keys))
            Use(endpoints);
    }

    private static void Add(
        Dictionary<IPEndPoint, EndpointState> endpoints, ClusterRuntime? previous, Endpoint endpoint, IPAddress ip, RuntimeServices services)
    {
        var address = new IPEndPoint(ip, endpoint.Port);
        var known = previous?._endpoints.GetValueOrDefault(address);
        endpoints[address] = known is null
            ? new EndpointState(endpoint, services.Addresses.Of(address), services.Time.GetTimestamp())
            : known.With(endpoint);
    }

    private void Use(Dictionary<IPEndPoint, EndpointState> endpoints)
    {
        Volatile.Write(ref _endpoints, endpoints);
        _ready = [.. endpoints.Values.Where(endpoint => endpoint.Endpoint.IsReady)];
        _groups = LocalityPlanner.Plan(Cluster.Policy, _services.Identity, _ready);
        Rebalance();
    }

    private static void Readmit(IEnumerable<EndpointState> endpoints)
    {
        foreach (var endpoint in endpoints)
            endpoint.Health.Readmit();
    }

    private EndpointState Dialled(IPEndPoint address)
    {
        var described = Cluster.Endpoints.FirstOrDefault(endpoint => endpoint.Address == address.Address.ToString());
        var endpoint = described ?? new Endpoint { Address = address.Address.ToString(), Port = address.Port };
        return new EndpointState(endpoint, _services.Addresses.Of(address), _services.Time.GetTimestamp());
    }

    /// <summary>The priority that an endpoint has by its locality, 0 first; null for one that is gone.</summary>
    public int? PriorityOf(UpstreamAddress address) =>
        Volatile.Read(ref _groups).FirstOrDefault(group => Array.Exists(group.Endpoints, other => ReferenceEquals(other.Address, address)))?.Priority;

    /// <summary>Takes the health of the endpoints into account anew.</summary>
    public void Rebalance()
    {
        _balancer = Balance(_groups);
        if (!_partial.IsEmpty)
            _partial = new();
    }

    private LoadBalancer? Without(ulong leftOut) => _partial.GetOrAdd(
        leftOut,
        static (priorities, cluster) => cluster.Balance(Array.FindAll(cluster._groups, group => (priorities >> group.Priority & 1) == 0)),
        this);

    private LoadBalancer? Balance(EndpointGroup[] groups)
    {
        var healthy = Array.FindAll(_ready, IsHealthy);
        // Below this share of healthy endpoints Envoy would rather use the ejected ones too; Istio sets it to 0 percent.
        var panics = healthy.Length * 100 < _ready.Length * (Cluster.Policy.OutlierDetection?.MinHealthPercent ?? 0);
        return GroupedBalancer.Create(
            groups,
            endpoints => panics ? endpoints : Array.FindAll(endpoints, IsHealthy),
            endpoints => BalancerFactory.Create(Cluster.Policy.LoadBalancer, endpoints, _services));
    }

    private static bool IsHealthy(EndpointState endpoint) => !endpoint.Health.IsEjected;
}
