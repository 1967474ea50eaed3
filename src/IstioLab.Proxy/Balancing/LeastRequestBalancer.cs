using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>LEAST_REQUEST, Istio's default: of two endpoints drawn at random the one with fewer requests on their way.</summary>
internal sealed class LeastRequestBalancer(WeightedEndpoints endpoints) : LoadBalancer
{
    public override EndpointState Choose(RandomSource random, ulong? hash)
    {
        var first = endpoints.Draw(random);
        if (endpoints.Count == 1)
            return first;
        var second = endpoints.Draw(random);
        return second.Active < first.Active ? second : first;
    }
}
