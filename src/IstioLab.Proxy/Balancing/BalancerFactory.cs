using IstioLab.Config.Istio;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>Makes the balancer that a DestinationRule asks for.</summary>
internal static class BalancerFactory
{
    public static LoadBalancer Create(LoadBalancerSettings? settings, EndpointState[] endpoints, RuntimeServices services)
    {
        var weighted = new WeightedEndpoints(endpoints);
        return settings?.Kind switch
        {
            LoadBalancerKind.RoundRobin => Warming(settings, new RoundRobinBalancer(weighted, services.Random), services),
            LoadBalancerKind.Random => new RandomBalancer(weighted),
            LoadBalancerKind.ConsistentHash when settings.Algorithm == HashAlgorithm.Maglev => new MaglevTable(weighted, settings.TableSize),
            LoadBalancerKind.ConsistentHash => new HashRing(weighted, settings.MinimumRingSize),
            _ => Warming(settings, new LeastRequestBalancer(weighted), services),
        };
    }

    private static LoadBalancer Warming(LoadBalancerSettings? settings, LoadBalancer balancer, RuntimeServices services) =>
        settings is not null && settings.Warmup > TimeSpan.Zero ? new WarmupBalancer(balancer, settings, services.Time) : balancer;
}
