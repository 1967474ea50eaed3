using IstioLab.Config.Routing;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Envoy's pause before a retry: random below an interval that doubles up to ten times the first.</summary>
internal static class BackOff
{
    /// <param name="policy">Has the first interval.</param>
    /// <param name="attempts">Attempts made so far, at least 1.</param>
    /// <param name="random">Makes the jitter.</param>
    public static TimeSpan Next(RetryPolicy policy, int attempts, RandomSource random)
    {
        var interval = Math.Min(policy.BackOff.Ticks * Math.Pow(2, attempts - 1), policy.BackOff.Ticks * 10.0);
        return TimeSpan.FromTicks((long)(random.NextDouble() * interval));
    }
}
