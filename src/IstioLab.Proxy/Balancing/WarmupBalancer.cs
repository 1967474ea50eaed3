using IstioLab.Config.Istio;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>
/// Gives endpoints that are new less than their share, growing with time
/// (https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/slow_start): a choice of a warming
/// endpoint stands with the probability of its share so far, else the choice is made again.
/// </summary>
internal sealed class WarmupBalancer(LoadBalancer inner, LoadBalancerSettings settings, TimeProvider time) : LoadBalancer
{
    // With every endpoint warming, all shares are alike and the last choice stands.
    private const int MostChoices = 8;

    public override EndpointState Choose(RandomSource random, ulong? hash)
    {
        var endpoint = inner.Choose(random, hash);
        for (var choices = 1; choices < MostChoices && random.NextDouble() >= ShareOf(endpoint); choices++)
            endpoint = inner.Choose(random, hash);
        return endpoint;
    }

    private double ShareOf(EndpointState endpoint)
    {
        var age = time.GetElapsedTime(endpoint.Since) / settings.Warmup;
        return age >= 1 ? 1 : Math.Max(settings.WarmupMinimumPercent / 100, Math.Pow(age, 1 / Math.Max(settings.WarmupAggression, 0.01)));
    }
}
