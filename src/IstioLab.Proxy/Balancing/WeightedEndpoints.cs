using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>Draws endpoints in proportion to their weights; without a search when all weigh the same.</summary>
internal sealed class WeightedEndpoints
{
    private readonly EndpointState[] _endpoints;
    private readonly ulong[]? _ends;

    public WeightedEndpoints(EndpointState[] endpoints)
    {
        _endpoints = endpoints;
        var first = endpoints[0].Endpoint.Weight;
        if (Array.TrueForAll(endpoints, endpoint => endpoint.Endpoint.Weight == first))
            return;
        _ends = new ulong[endpoints.Length];
        ulong end = 0;
        for (var i = 0; i < endpoints.Length; i++)
            _ends[i] = end += Math.Max(1, endpoints[i].Endpoint.Weight);
    }

    public EndpointState this[int index] => _endpoints[index];

    public int Count => _endpoints.Length;

    public bool IsUniform => _ends is null;

    public EndpointState Draw(RandomSource random)
    {
        if (_endpoints.Length == 1)
            return _endpoints[0];
        if (_ends is null)
            return _endpoints[random.Next(_endpoints.Length)];
        var point = random.NextBits() % _ends[^1];
        var index = Array.BinarySearch(_ends, point + 1);
        return _endpoints[index < 0 ? ~index : index];
    }
}
