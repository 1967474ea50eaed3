using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>Reads DestinationRules.</summary>
internal static class DestinationRuleReader
{
    private static readonly string[] OtherFields = ["tunnel", "proxyProtocol", "retryBudget"];

    public static DestinationRule Read(ConfigObject source, string domain)
    {
        var spec = source.Root["spec"];
        var selector = spec.Child("workloadSelector");
        return new DestinationRule
        {
            Source = source,
            Host = HostName.Resolve(spec.Text("host"), source.Id.Namespace, domain),
            Policy = ReadPolicy(spec.Child("trafficPolicy")),
            Subsets = [.. spec.Items("subsets").Select(node => new Subset(
                node.Text("name"), node["labels"].ToTextMap(), ReadPolicy(node["trafficPolicy"])))],
            ExportTo = spec.Texts("exportTo"),
            WorkloadSelector = selector is YamlMapping ? selector["matchLabels"].ToTextMap() : null,
        };
    }

    public static TrafficPolicy? ReadPolicy(YamlNode? node) => node is not YamlMapping ? null : new TrafficPolicy
    {
        LoadBalancer = PolicyReader.ReadLoadBalancer(node["loadBalancer"]),
        ConnectionPool = PolicyReader.ReadConnectionPool(node["connectionPool"]),
        OutlierDetection = PolicyReader.ReadOutlierDetection(node["outlierDetection"]),
        Tls = PolicyReader.ReadTls(node["tls"]),
        Others = OtherFields.Where(name => node.Has(name)).ToImmutableSortedDictionary(name => name, name => node[name]!),
        Ports = [.. node.Items("portLevelSettings").Select(port => new PortPolicy(
            port["port"].Integer("number"), ReadPolicy(port) ?? new TrafficPolicy()))],
    };
}
