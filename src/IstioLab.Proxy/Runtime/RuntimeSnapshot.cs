using System.Net;
using IstioLab.Config.Snapshots;

namespace IstioLab.Proxy.Runtime;

/// <summary>A snapshot as a proxy runs it: the proxy swaps it whole, and a request keeps the one it began with, but for the endpoints of its clusters.</summary>
internal sealed class RuntimeSnapshot
{
    private readonly Dictionary<string, ClusterRuntime> _clusters;

    private RuntimeSnapshot(ProxySnapshot snapshot, Dictionary<string, ClusterRuntime> clusters)
    {
        Snapshot = snapshot;
        _clusters = clusters;
    }

    public ProxySnapshot Snapshot { get; }

    public IReadOnlyCollection<ClusterRuntime> Clusters => _clusters.Values;

    public ClusterRuntime? FindCluster(string name) => _clusters.GetValueOrDefault(name);

    /// <summary>The runtime of a snapshot for the inbound side of a sidecar.</summary>
    public static RuntimeSnapshot WithoutClusters(ProxySnapshot snapshot) => new(snapshot, []);

    /// <summary>Builds the runtime of a snapshot. Clusters that did not change are taken over as they are.</summary>
    public static RuntimeSnapshot Create(ProxySnapshot snapshot, RuntimeSnapshot? previous, RuntimeServices services)
    {
        var clusters = new Dictionary<string, ClusterRuntime>(snapshot.Clusters.Count, StringComparer.Ordinal);
        foreach (var (name, cluster) in snapshot.Clusters)
        {
            var known = previous?.FindCluster(name);
            clusters[name] = known is not null && ReferenceEquals(known.Cluster, cluster)
                ? known
                : ClusterRuntime.Create(cluster, known, services);
        }
        return new RuntimeSnapshot(snapshot, clusters);
    }

    /// <summary>Lets go of the addresses that only the previous snapshot had: their connections close when their last request ends.</summary>
    public void RetireAddressesOf(RuntimeSnapshot previous, AddressBook addresses)
    {
        HashSet<IPEndPoint>? gone = null;
        foreach (var (name, cluster) in previous._clusters)
        {
            var now = _clusters.GetValueOrDefault(name);
            if (ReferenceEquals(now, cluster))
                continue;
            cluster.Outliers?.Dispose();
            foreach (var address in cluster.Endpoints.Keys)
            {
                if (now is null || !now.Endpoints.ContainsKey(address))
                    (gone ??= []).Add(address);
            }
        }
        if (gone is null)
            return;
        foreach (var cluster in _clusters.Values)
            gone.RemoveWhere(cluster.Endpoints.ContainsKey);
        foreach (var address in gone)
            addresses.Retire(address);
    }
}
