using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>
/// Chooses a group, then an endpoint in it. A priority gets 1.4 times its healthy share of the traffic, 100 percent at most, and the
/// next one what is left, as Envoy does.
/// </summary>
internal sealed class GroupedBalancer : LoadBalancer
{
    private const double Overprovisioning = 1.4;

    private readonly LoadBalancer[] _groups;
    private readonly double[] _ends;

    private GroupedBalancer(LoadBalancer[] groups, double[] ends)
    {
        _groups = groups;
        _ends = ends;
    }

    /// <param name="groups">All groups, by priority.</param>
    /// <param name="healthy">Finds the endpoints of a group that may be used.</param>
    /// <param name="create">Makes the balancer of one group.</param>
    public static LoadBalancer? Create(
        EndpointGroup[] groups, Func<EndpointState[], EndpointState[]> healthy, Func<EndpointState[], LoadBalancer> create)
    {
        var balancers = new List<LoadBalancer>();
        var ends = new List<double>();
        double given = 0;
        foreach (var priority in groups.GroupBy(group => group.Priority).OrderBy(group => group.Key))
        {
            var usable = priority.Select(group => (group.Share, All: group.Endpoints, Healthy: healthy(group.Endpoints))).ToArray();
            var all = usable.Sum(group => group.All.Length);
            var load = all == 0 ? 0 : Math.Min(1 - given, Overprovisioning * usable.Sum(group => group.Healthy.Length) / all);
            var shares = usable.Where(group => group.Healthy.Length > 0).Sum(group => group.Share);
            foreach (var (share, _, endpoints) in usable.Where(group => group.Healthy.Length > 0 && load > 0))
            {
                balancers.Add(create(endpoints));
                ends.Add((ends.Count == 0 ? 0 : ends[^1]) + (load * share / shares));
            }
            given += load;
        }
        return balancers.Count switch
        {
            0 => null,
            1 => balancers[0],
            _ => new GroupedBalancer([.. balancers], [.. ends]),
        };
    }

    public override EndpointState Choose(RandomSource random, ulong? hash)
    {
        var point = random.NextDouble() * _ends[^1];
        var index = 0;
        while (index < _ends.Length - 1 && point >= _ends[index])
            index++;
        return _groups[index].Choose(random, hash);
    }
}
