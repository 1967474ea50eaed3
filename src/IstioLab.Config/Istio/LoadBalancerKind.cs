namespace IstioLab.Config.Istio;

/// <summary>How an endpoint is chosen.</summary>
public enum LoadBalancerKind
{
    /// <summary>Two random endpoints, the one with fewer active requests; the default.</summary>
    LeastRequest,

    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>Any.</summary>
    Random,

    /// <summary>The address that the application dialled.</summary>
    Passthrough,

    /// <summary>Consistent hashing.</summary>
    ConsistentHash,
}
