using IstioLab.Config.Routing;

namespace IstioLab.Config.Istio;

/// <summary>A DestinationRule's <c>loadBalancer</c>.</summary>
public sealed record LoadBalancerSettings
{
    /// <summary>How an endpoint is chosen.</summary>
    public LoadBalancerKind Kind { get; init; }

    /// <summary>The key of consistent hashing, or <see langword="null"/>.</summary>
    public HashPolicy? Hash { get; init; }

    /// <summary>Ring or Maglev table.</summary>
    public HashAlgorithm Algorithm { get; init; }

    /// <summary>The smallest ring; default 1024.</summary>
    public long MinimumRingSize { get; init; } = 1024;

    /// <summary>The size of the Maglev table, a prime; default 65537.</summary>
    public long TableSize { get; init; } = 65537;

    /// <summary>Locality settings, or <see langword="null"/> for the mesh's.</summary>
    public LocalitySettings? Locality { get; init; }

    /// <summary>How long a new endpoint gets less traffic; zero for not at all.</summary>
    public TimeSpan Warmup { get; init; }

    /// <summary>The share in percent that a warming endpoint begins with; default 10.</summary>
    public double WarmupMinimumPercent { get; init; } = 10;

    /// <summary>The shape of the warm-up curve; default 1, a straight line.</summary>
    public double WarmupAggression { get; init; } = 1;
}
