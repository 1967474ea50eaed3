using IstioLab.Config.Istio;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>Makes the balancer that a DestinationRule asks for.</summary>
internal static class BalancerFactory
{
    public static LoadBalancer Create(LoadBalancerSettings? settings, EndpointState[] endpoints, RandomSource random)
    {
        var weighted = new WeightedEndpoints(endpoints);
        return settings?.Kind switch
        {
            LoadBalancerKind.RoundRobin => new RoundRobinBalancer(weighted, random),
            LoadBalancerKind.Random => new RandomBalancer(weighted),
            _ => new LeastRequestBalancer(weighted),
        };
    }
}
