using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Balancing;

/// <summary>Chooses among the healthy endpoints of one priority and locality. Immutable but for its counters; a change of health makes a new one.</summary>
internal abstract class LoadBalancer
{
    /// <summary>Chooses an endpoint.</summary>
    /// <param name="random">The proxy's random source.</param>
    /// <param name="hash">The key of consistent hashing; null when the request has none.</param>
    public abstract EndpointState Choose(RandomSource random, ulong? hash);
}
