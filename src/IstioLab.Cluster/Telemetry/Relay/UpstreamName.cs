namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>What Istio writes into a cluster's name, <c>outbound|80|v1|reviews.shop.svc.cluster.local</c>, and into a TLS server name with <c>_.</c>.</summary>
/// <param name="Inbound">Whether it leads to the application beside the proxy.</param>
/// <param name="Host">The service's host; null when the name has none.</param>
internal sealed record UpstreamName(bool Inbound, string? Host)
{
    private const string ClusterDomain = ".svc.cluster.local";

    /// <summary>The service's name: the first label of a cluster's host, else the host itself.</summary>
    public string? Service => IsInCluster ? Host!.Split('.')[0] : Host;

    /// <summary>The service's namespace; null outside the cluster.</summary>
    public string? Namespace => IsInCluster ? Host!.Split('.')[1] : null;

    private bool IsInCluster => Host is not null && Host.EndsWith(ClusterDomain, StringComparison.Ordinal) && Host.Split('.').Length > 2;

    public static UpstreamName Parse(string? cluster)
    {
        var parts = (cluster ?? "").Split('|');
        return new UpstreamName(parts[0] is "inbound" or "InboundPassthroughCluster", parts.Length == 4 && parts[3].Length > 0 ? parts[3] : null);
    }

    /// <summary>The host that a client's sidecar names in TLS: <c>outbound_.80_._.reviews.shop.svc.cluster.local</c>.</summary>
    public static string? HostOfServerName(string? serverName)
    {
        const string separator = "_.";
        var parts = (serverName ?? "").Split(separator);
        return parts.Length == 4 && parts[3].Length > 0 ? parts[3] : null;
    }
}
