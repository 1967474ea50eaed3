using IstioLab.Cluster.Environments;

namespace IstioLab.Hosting.Clusters;

/// <summary>The addresses at which a running environment's gateways can be opened.</summary>
internal static class GatewayUrls
{
    /// <summary>The ingress gateway's address for HTTP; null when the cluster has none.</summary>
    public static Uri? Ingress(EnvironmentRecord record) => record.Gateways.Where(gateway => gateway.IsLoadBalancer).Select(gateway => gateway.FindUrl(80)).FirstOrDefault(url => url is not null);
}
