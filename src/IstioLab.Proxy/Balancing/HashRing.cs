using System.Globalization;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>
/// Consistent hashing over a Ketama ring: when an endpoint goes, only its own keys move
/// (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/load_balancers#ring-hash).
/// </summary>
internal sealed class HashRing : LoadBalancer
{
    private const long LargestRing = 8 * 1024 * 1024;

    private readonly ulong[] _points;
    private readonly EndpointState[] _owners;
    private readonly WeightedEndpoints _endpoints;

    public HashRing(WeightedEndpoints endpoints, long minimumSize)
    {
        _endpoints = endpoints;
        var size = Math.Clamp(minimumSize, endpoints.Count, LargestRing);
        long weights = 0;
        for (var i = 0; i < endpoints.Count; i++)
            weights += Math.Max(1, endpoints[i].Endpoint.Weight);
        var points = new List<ulong>((int)size + endpoints.Count);
        var owners = new List<EndpointState>((int)size + endpoints.Count);
        for (var i = 0; i < endpoints.Count; i++)
        {
            var share = (long)Math.Ceiling(size * (double)Math.Max(1, endpoints[i].Endpoint.Weight) / weights);
            for (var replica = 0L; replica < share; replica++)
            {
                points.Add(HashKey.Hash(string.Create(CultureInfo.InvariantCulture, $"{endpoints[i].Address.EndPoint}_{replica}")));
                owners.Add(endpoints[i]);
            }
        }
        _points = [.. points];
        _owners = [.. owners];
        Array.Sort(_points, _owners);
    }

    public override EndpointState Choose(RandomSource random, ulong? hash)
    {
        if (hash is not { } key)
            return _endpoints.Draw(random);
        var index = Array.BinarySearch(_points, key);
        if (index < 0)
            index = ~index;
        return _owners[index == _owners.Length ? 0 : index];
    }
}
