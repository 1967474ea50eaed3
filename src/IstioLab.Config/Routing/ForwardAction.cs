using System.Collections.Immutable;

namespace IstioLab.Config.Routing;

/// <summary>Forwards the request to one of some weighted clusters.</summary>
public sealed record ForwardAction : RouteAction
{
    /// <summary>The destinations, in the order of the rule; those with weight 0 are left out.</summary>
    public required ImmutableArray<WeightedDestination> Destinations { get; init; }

    /// <summary>The sum of the weights; at least 1.</summary>
    public required uint TotalWeight { get; init; }

    /// <summary>What becomes of path and host.</summary>
    public RewritePolicy? Rewrite { get; init; }

    /// <summary>The limit for the whole exchange with all retries; zero for none, which is the default.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>When to try again; <see langword="null"/> when retries are off.</summary>
    public RetryPolicy? Retries { get; init; }

    /// <summary>Copies to send.</summary>
    public ImmutableArray<MirrorPolicy> Mirrors { get; init; } = [];

    /// <summary>How consistent hashing gets its key; empty when the cluster does not hash.</summary>
    public ImmutableArray<HashPolicy> HashPolicies { get; init; } = [];

    /// <summary>Picks a destination as Envoy does: <c>random % total</c>.</summary>
    /// <param name="random">A uniformly random number, from the caller's own source.</param>
    public WeightedDestination Choose(ulong random)
    {
        if (Destinations.Length == 1)
        {
            return Destinations[0];
        }

        var point = random % TotalWeight;
        foreach (var destination in Destinations)
        {
            if (point < destination.Weight)
            {
                return destination;
            }

            point -= destination.Weight;
        }

        return Destinations[^1];
    }
}
