using System.Net;
using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Balancing;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace IstioLab.Proxy.Tests.Balancing;

public sealed class BalancerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RandomSource _random = new(5);

    [Fact]
    public void Round_robin_takes_turns()
    {
        var balancer = Create(LoadBalancerKind.RoundRobin, Endpoints(3));
        var turns = Enumerable.Range(0, 300).Select(_ => balancer.Choose(_random, null)).CountBy(endpoint => endpoint);
        Assert.All(turns, turn => Assert.Equal(100, turn.Value));
    }

    [Fact]
    public void Round_robin_spreads_turns_by_weight()
    {
        var balancer = Create(LoadBalancerKind.RoundRobin, [Endpoint(1, weight: 5), Endpoint(2), Endpoint(3)]);
        var turns = Enumerable.Range(0, 70).Select(_ => balancer.Choose(_random, null)).CountBy(endpoint => endpoint.Address.EndPoint.Address.ToString()).ToDictionary();
        Assert.Equal((50, 10, 10), (turns["10.0.0.1"], turns["10.0.0.2"], turns["10.0.0.3"]));
    }

    [Fact]
    public void Least_request_avoids_the_busy_endpoint()
    {
        var endpoints = Endpoints(2);
        endpoints[0].Begin();
        var balancer = Create(LoadBalancerKind.LeastRequest, endpoints);
        var busy = Enumerable.Range(0, 4000).Count(_ => balancer.Choose(_random, null) == endpoints[0]);
        // Both draws fall on the busy one in a quarter of the cases: 1000 +- 5 standard deviations of 27.
        Assert.InRange(busy, 863, 1137);
    }

    [Theory]
    [InlineData(HashAlgorithm.RingHash)]
    [InlineData(HashAlgorithm.Maglev)]
    public void Consistent_hash_keeps_most_keys_when_an_endpoint_goes(HashAlgorithm algorithm)
    {
        var endpoints = Endpoints(5);
        var settings = new LoadBalancerSettings { Kind = LoadBalancerKind.ConsistentHash, Algorithm = algorithm };
        var before = BalancerFactory.Create(settings, endpoints, Services());
        var after = BalancerFactory.Create(settings, endpoints[..4], Services());
        var keys = Enumerable.Range(0, 5000).Select(key => HashKey.Hash("key" + key)).ToArray();

        var shares = keys.CountBy(key => before.Choose(_random, key)).ToArray();
        var moved = keys.Count(key => before.Choose(_random, key) is var old && old != endpoints[4] && after.Choose(_random, key) != old);

        Assert.Equal(5, shares.Length);
        Assert.All(shares, share => Assert.InRange(share.Value, 700, 1300));
        // Of the 4000 keys that need not move: a modulus would move three quarters.
        Assert.InRange(moved, 0, 600);
        Assert.All(keys, key => Assert.Same(before.Choose(_random, key), before.Choose(_random, key)));
    }

    [Fact]
    public void Warming_endpoint_gets_a_growing_share()
    {
        var old = Endpoint(1);
        _time.Advance(TimeSpan.FromMinutes(10));
        var young = Endpoint(2);
        var settings = new LoadBalancerSettings { Kind = LoadBalancerKind.RoundRobin, Warmup = TimeSpan.FromSeconds(100) };
        var balancer = BalancerFactory.Create(settings, [old, young], Services());

        double Share() => Enumerable.Range(0, 4000).Count(_ => balancer.Choose(_random, null) == young) / 4000.0;
        var atFirst = Share();
        _time.Advance(TimeSpan.FromSeconds(50));
        var halfway = Share();
        _time.Advance(TimeSpan.FromSeconds(60));
        var atLast = Share();

        Assert.InRange(atFirst, 0.03, 0.2);
        Assert.InRange(halfway, 0.25, 0.42);
        Assert.InRange(atLast, 0.48, 0.52);
    }

    [Fact]
    public void Priorities_take_over_as_health_falls()
    {
        EndpointState[] near = Endpoints(4);
        EndpointState[] far = [Endpoint(11), Endpoint(12)];
        EndpointGroup[] groups = [new(0, 1, near), new(1, 1, far)];

        Assert.Equal(0, FarShare(groups, healthyNear: 4));
        Assert.Equal(0, FarShare(groups, healthyNear: 3));
        Assert.InRange(FarShare(groups, healthyNear: 2), 0.26, 0.34);
        Assert.Equal(1, FarShare(groups, healthyNear: 0));

        double FarShare(EndpointGroup[] all, int healthyNear)
        {
            var balancer = GroupedBalancer.Create(
                all, endpoints => endpoints == near ? near[..healthyNear] : endpoints, endpoints => BalancerFactory.Create(null, endpoints, Services()))!;
            return Enumerable.Range(0, 4000).Count(_ => far.Contains(balancer.Choose(_random, null))) / 4000.0;
        }
    }

    [Fact]
    public void Localities_share_and_rank_as_the_rule_says()
    {
        var policy = new ClusterPolicy
        {
            Locality = new LocalitySettings
            {
                Distribute = [new LocalityShare("west/a/*", [new("west/a/*", 80), new("east/*", 20)])],
            },
        };
        EndpointState[] endpoints = [Endpoint(1, locality: "west/a/1"), Endpoint(2, locality: "west/b/1"), Endpoint(3, locality: "east/c/1")];

        var shared = LocalityPlanner.Plan(policy, Proxy("west.a.1"), endpoints);
        var ranked = LocalityPlanner.Plan(new ClusterPolicy { OutlierDetection = new OutlierDetectionSettings() }, Proxy("west.a.1"), endpoints);
        var byNode = LocalityPlanner.Plan(
            new ClusterPolicy { OutlierDetection = new OutlierDetectionSettings() }, new ProxyIdentity { Namespace = "shop", NodeLocality = "east/c" }, endpoints);
        var off = LocalityPlanner.Plan(new ClusterPolicy { OutlierDetection = new OutlierDetectionSettings(), Locality = null }, Proxy("west.a.1"), endpoints);
        var plain = LocalityPlanner.Plan(ClusterPolicy.Default, Proxy("west.a.1"), endpoints);

        Assert.Equal([(80u, "10.0.0.1"), (20u, "10.0.0.3")], shared.Select(group => (group.Share, AddressOf(group.Endpoints.Single()))));
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.3"], ranked.Select(group => AddressOf(group.Endpoints.Single())));
        Assert.Equal(["10.0.0.3"], byNode[0].Endpoints.Select(AddressOf));
        Assert.Equal(3, Assert.Single(off).Endpoints.Length);
        Assert.Equal([0, 1, 2], ranked.Select(group => group.Priority));
        Assert.Equal(3, Assert.Single(plain).Endpoints.Length);
    }

    private static string AddressOf(EndpointState endpoint) => endpoint.Endpoint.Address;

    private static ProxyIdentity Proxy(string locality) => new()
    {
        Namespace = "shop",
        Labels = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(new Dictionary<string, string> { ["istio-locality"] = locality }),
    };

    private RuntimeServices Services() => new(Proxy("west.a.1"), new AddressBook(), _random, _time);

    private LoadBalancer Create(LoadBalancerKind kind, EndpointState[] endpoints) =>
        BalancerFactory.Create(new LoadBalancerSettings { Kind = kind }, endpoints, Services());

    private EndpointState[] Endpoints(int count) => [.. Enumerable.Range(1, count).Select(number => Endpoint(number))];

    private EndpointState Endpoint(int number, uint weight = 1, string locality = "")
    {
        var endPoint = IPEndPoint.Parse($"10.0.0.{number}:80");
        var endpoint = new Endpoint { Address = endPoint.Address.ToString(), Port = 80, Weight = weight, Locality = locality };
        return new EndpointState(endpoint, new UpstreamAddress(endPoint), _time.GetTimestamp());
    }
}
