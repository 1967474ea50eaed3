using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Merges the policies of host, subset and port. Follows <c>MergeSubsetTrafficPolicy</c>.</summary>
internal static class PolicyMerger
{
    /// <summary>The policy of a cluster.</summary>
    /// <param name="host">The policy of the host.</param>
    /// <param name="subset">The policy of the subset.</param>
    /// <param name="port">The port; <see langword="null"/> when none is meant.</param>
    public static TrafficPolicy? Merge(TrafficPolicy? host, TrafficPolicy? subset, int? port)
    {
        var (original, _) = ForPort(host, port);
        if (subset is null)
        {
            return original;
        }

        var (narrow, hasPort) = ForPort(subset, port);
        if (original is null)
        {
            return narrow;
        }

        return original with
        {
            ConnectionPool = hasPort ? narrow!.ConnectionPool : narrow!.ConnectionPool ?? original.ConnectionPool,
            OutlierDetection = hasPort ? narrow.OutlierDetection : narrow.OutlierDetection ?? original.OutlierDetection,
            LoadBalancer = hasPort ? narrow.LoadBalancer : narrow.LoadBalancer ?? original.LoadBalancer,
            Tls = hasPort ? narrow.Tls : narrow.Tls ?? original.Tls,
            Others = original.Others.SetItems(narrow.Others),
            Ports = [],
        };
    }

    /// <summary>Replaces the four fields by those of the port's entry, also where the entry leaves them out.</summary>
    public static (TrafficPolicy? Policy, bool HasPort) ForPort(TrafficPolicy? policy, int? port)
    {
        if (policy is null)
        {
            return (null, false);
        }

        var entry = port is null ? null : policy.Ports.FirstOrDefault(item => item.Port == port)?.Policy;
        return entry is null
            ? (policy, false)
            : (new TrafficPolicy
            {
                ConnectionPool = entry.ConnectionPool,
                OutlierDetection = entry.OutlierDetection,
                LoadBalancer = entry.LoadBalancer,
                Tls = entry.Tls,
            }, true);
    }

    /// <summary>The rule's locality settings win over the mesh's as a whole; switched off means none.</summary>
    public static LocalitySettings? ChooseLocality(LocalitySettings? mesh, LocalitySettings? rule)
    {
        var chosen = rule ?? mesh;
        return chosen is { Enabled: true } ? chosen : null;
    }

    public static ClusterPolicy ToCluster(TrafficPolicy? policy, MeshSettings settings) => policy is null
        ? new ClusterPolicy
        {
            ConnectTimeout = settings.ConnectTimeout,
            Locality = ChooseLocality(settings.Locality, null),
        }
        : new ClusterPolicy
        {
            LoadBalancer = policy.LoadBalancer,
            Locality = ChooseLocality(settings.Locality, policy.LoadBalancer?.Locality),
            ConnectionPool = policy.ConnectionPool,
            OutlierDetection = policy.OutlierDetection,
            Tls = policy.Tls,
            ConnectTimeout = policy.ConnectionPool?.ConnectTimeout ?? settings.ConnectTimeout,
        };
}
