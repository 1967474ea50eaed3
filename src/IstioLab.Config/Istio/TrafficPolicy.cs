using System.Collections.Immutable;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>A trafficPolicy as written.</summary>
internal sealed record TrafficPolicy
{
    public LoadBalancerSettings? LoadBalancer { get; init; }

    public ConnectionPoolSettings? ConnectionPool { get; init; }

    public OutlierDetectionSettings? OutlierDetection { get; init; }

    public ClientTlsSettings? Tls { get; init; }

    /// <summary>Fields that exist above the port level only and are carried along: tunnel, proxyProtocol, retryBudget.</summary>
    public ImmutableSortedDictionary<string, YamlNode> Others { get; init; } = ImmutableSortedDictionary<string, YamlNode>.Empty;

    public ImmutableArray<PortPolicy> Ports { get; init; } = [];
}
