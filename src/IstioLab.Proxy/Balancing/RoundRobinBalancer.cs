using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>ROUND_ROBIN: one after the other from a random start; an endpoint of weight n has n turns, spread over the round.</summary>
internal sealed class RoundRobinBalancer : LoadBalancer
{
    private const int LongestRound = 100_000;
    private readonly EndpointState[] _turns;
    private uint _next;

    public RoundRobinBalancer(WeightedEndpoints endpoints, RandomSource random)
    {
        _turns = endpoints.IsUniform ? Once(endpoints) : Spread(endpoints);
        _next = (uint)random.Next(_turns.Length);
    }

    public override EndpointState Choose(RandomSource random, ulong? hash) =>
        _turns[(Interlocked.Increment(ref _next) - 1) % (uint)_turns.Length];

    private static EndpointState[] Once(WeightedEndpoints endpoints)
    {
        var turns = new EndpointState[endpoints.Count];
        for (var i = 0; i < turns.Length; i++)
            turns[i] = endpoints[i];
        return turns;
    }

    /// <summary>The endpoint whose turn is the most overdue comes next, so that turns of one endpoint are far apart.</summary>
    private static EndpointState[] Spread(WeightedEndpoints endpoints)
    {
        long total = 0;
        for (var i = 0; i < endpoints.Count; i++)
            total += Math.Max(1, endpoints[i].Endpoint.Weight);
        var turns = new EndpointState[Math.Min(total, LongestRound)];
        var credit = new long[endpoints.Count];
        for (var turn = 0; turn < turns.Length; turn++)
        {
            var best = 0;
            for (var i = 0; i < credit.Length; i++)
            {
                credit[i] += Math.Max(1, endpoints[i].Endpoint.Weight);
                if (credit[i] > credit[best])
                    best = i;
            }
            credit[best] -= total;
            turns[turn] = endpoints[best];
        }
        return turns;
    }
}
