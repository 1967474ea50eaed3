using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>
/// Consistent hashing by a Maglev table: each endpoint fills slots in its own order of preference, in turns, until all are taken
/// (https://research.google/pubs/maglev-a-fast-and-reliable-software-network-load-balancer/).
/// </summary>
internal sealed class MaglevTable : LoadBalancer
{
    private readonly EndpointState[] _slots;
    private readonly WeightedEndpoints _endpoints;

    public MaglevTable(WeightedEndpoints endpoints, long size)
    {
        _endpoints = endpoints;
        _slots = Fill(endpoints, (ulong)Math.Clamp(size, 1, 5_000_011));
    }

    public override EndpointState Choose(RandomSource random, ulong? hash) =>
        hash is { } key ? _slots[key % (ulong)_slots.Length] : _endpoints.Draw(random);

    private static EndpointState[] Fill(WeightedEndpoints endpoints, ulong size)
    {
        var slots = new EndpointState[size];
        var builders = new Preference[endpoints.Count];
        double heaviest = 1;
        for (var i = 0; i < builders.Length; i++)
        {
            builders[i] = new Preference(endpoints[i], size);
            heaviest = Math.Max(heaviest, endpoints[i].Endpoint.Weight);
        }
        var filled = 0UL;
        for (var round = 1; filled < size; round++)
        {
            foreach (var builder in builders)
            {
                // An endpoint of half the weight has a turn in every second round.
                if (filled == size || round * Math.Max(1.0, builder.Endpoint.Endpoint.Weight) < builder.Due)
                    continue;
                builder.Due += heaviest;
                while (slots[builder.Slot] is not null)
                    builder.Next++;
                slots[builder.Slot] = builder.Endpoint;
                builder.Next++;
                filled++;
            }
        }
        return slots;
    }

    private sealed class Preference(EndpointState endpoint, ulong size)
    {
        private readonly ulong _offset = HashKey.Hash(endpoint.Address.EndPoint.ToString()) % size;
        private readonly ulong _skip = size > 1 ? (HashKey.Hash("skip" + endpoint.Address.EndPoint) % (size - 1)) + 1 : 1;

        public EndpointState Endpoint => endpoint;

        public ulong Next { get; set; }

        public double Due { get; set; }

        public ulong Slot => (_offset + (_skip * Next)) % size;
    }
}
