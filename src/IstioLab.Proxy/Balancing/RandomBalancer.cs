using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>RANDOM: any endpoint, in proportion to its weight.</summary>
internal sealed class RandomBalancer(WeightedEndpoints endpoints) : LoadBalancer
{
    public override EndpointState Choose(RandomSource random, ulong? hash) => endpoints.Draw(random);
}
