using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>
/// Groups a cluster's endpoints by where they are, seen from the proxy
/// (https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/): shares when <c>distribute</c> names the proxy's
/// locality, priorities when outlier detection is on, one group otherwise.
/// </summary>
internal static class LocalityPlanner
{
    public static EndpointGroup[] Plan(ClusterPolicy policy, ProxyIdentity proxy, EndpointState[] endpoints)
    {
        var settings = policy.Locality;
        var locality = LocalityOf(proxy);
        if (settings?.Distribute.FirstOrDefault(share => Covers(share.From, locality)) is { } shares)
            return ByShare(shares.To, endpoints);
        return policy.OutlierDetection is not null && settings is not null
            ? ByPriority(settings, proxy.Labels, locality, endpoints)
            : [new EndpointGroup(0, 1, endpoints)];
    }

    private static string LocalityOf(ProxyIdentity proxy) =>
        proxy.Labels.GetValueOrDefault("istio-locality")?.Replace('.', '/') ?? proxy.NodeLocality;

    private static EndpointGroup[] ByShare(ImmutableArray<KeyValuePair<string, uint>> shares, EndpointState[] endpoints) =>
    [
        .. shares
            .Select(share => new EndpointGroup(0, share.Value, Array.FindAll(endpoints, endpoint => Covers(share.Key, endpoint.Endpoint.Locality))))
            .Where(group => group.Endpoints.Length > 0 && group.Share > 0),
    ];

    private static EndpointGroup[] ByPriority(
        LocalitySettings? settings, FrozenDictionary<string, string> labels, string locality, EndpointState[] endpoints) =>
    [
        .. endpoints
            .GroupBy(endpoint => settings is { FailoverPriority.Length: > 0 }
                ? RankByLabels(settings.FailoverPriority, labels, endpoint.Endpoint)
                : RankByLocality(settings, locality, endpoint.Endpoint.Locality))
            .OrderBy(group => group.Key)
            .Select((group, priority) => new EndpointGroup(priority, 1, [.. group])),
    ];

    /// <summary>Labels count from the first on, as far as they agree: all of them is the best rank.</summary>
    private static int RankByLabels(ImmutableArray<string> priorities, FrozenDictionary<string, string> labels, Endpoint endpoint)
    {
        var agreed = 0;
        foreach (var priority in priorities)
        {
            var equals = priority.IndexOf('=');
            var name = equals < 0 ? priority : priority[..equals];
            var wanted = equals < 0 ? labels.GetValueOrDefault(name) : priority[(equals + 1)..];
            if (wanted is null || endpoint.Labels.GetValueOrDefault(name) != wanted)
                break;
            agreed++;
        }
        return priorities.Length - agreed;
    }

    /// <summary>Same sub-zone, zone, region, then the region that takes over, then the rest.</summary>
    private static int RankByLocality(LocalitySettings? settings, string own, string other)
    {
        if (own.Length == 0)
            return 0;
        var mine = own.Split('/');
        var theirs = other.Split('/');
        var agreed = 0;
        while (agreed < 3 && Part(mine, agreed) == Part(theirs, agreed))
            agreed++;
        if (agreed > 0)
            return 3 - agreed;
        var takesOver = settings?.Failover.FirstOrDefault(failover => failover.From == Part(mine, 0));
        return takesOver is null || takesOver.To == Part(theirs, 0) ? 3 : 4;
    }

    private static string Part(string[] locality, int index) => index < locality.Length ? locality[index] : "";

    /// <summary>A pattern names region, zone and sub-zone; a star stands for all from there on.</summary>
    private static bool Covers(string pattern, string locality)
    {
        var wanted = pattern.Split('/');
        var found = locality.Split('/');
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "*")
                return true;
            if (wanted[i] != Part(found, i))
                return false;
        }
        return true;
    }
}
