namespace IstioLab.Cluster.Providers;

/// <summary>A gateway of the cluster as this machine reaches it.</summary>
/// <param name="Namespace">The namespace of its Service.</param>
/// <param name="Name">Its Service, such as <c>istio-ingressgateway</c>.</param>
/// <param name="IsLoadBalancer">Whether its Service is of type LoadBalancer, as an ingress gateway's is.</param>
/// <param name="Ports">The ports of its Service that this machine reaches, in the Service's order.</param>
public sealed record ClusterGateway(string Namespace, string Name, bool IsLoadBalancer, IReadOnlyList<ClusterGatewayPort> Ports)
{
    /// <summary>The port of the Service, such as 80 or 443, as this machine reaches it; null when it does not.</summary>
    public Uri? FindUrl(int port) => Ports.FirstOrDefault(each => each.Port == port)?.Url;

    /// <inheritdoc/>
    public bool Equals(ClusterGateway? other) =>
        other is not null && other.Namespace == Namespace && other.Name == Name && other.IsLoadBalancer == IsLoadBalancer
        && other.Ports.SequenceEqual(Ports);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Namespace, Name, IsLoadBalancer, Ports.Count);
}
