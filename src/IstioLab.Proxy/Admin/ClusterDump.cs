using System.Text.Json.Nodes;
using IstioLab.Config.Istio;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Admin;

/// <summary>Clusters with their policies, and endpoints with their health, as a proxy's own pages show them; what no rule sets is null.</summary>
internal static class ClusterDump
{
    public static JsonArray Clusters(ProxyCore proxy) => new([.. (proxy.Runtime?.Clusters ?? []).Select(Cluster)]);

    public static JsonArray Endpoints(ProxyCore proxy) => new(
    [
        .. from cluster in proxy.Runtime?.Clusters ?? []
           from endpoint in cluster.Endpoints.Values
           select Endpoint(cluster, endpoint, proxy.Time),
    ]);

    private static JsonObject Cluster(ClusterRuntime running)
    {
        var cluster = running.Cluster;
        var policy = cluster.Policy;
        return new JsonObject
        {
            ["name"] = cluster.Name,
            ["altStatName"] = cluster.StatName.Length == 0 ? null : cluster.StatName,
            ["host"] = cluster.Host,
            ["port"] = cluster.Port,
            ["subset"] = cluster.Subset,
            ["direction"] = cluster.Host.Length == 0 ? "-" : "outbound",
            ["type"] = cluster.Type.ToString(),
            ["destinationRule"] = cluster.Rule?.ToString(),
            ["loadBalancer"] = (policy.LoadBalancer?.Kind ?? LoadBalancerKind.LeastRequest).ToString(),
            ["hash"] = policy.LoadBalancer is { Hash: not null } balancer ? Hash(balancer) : null,
            ["warmupSeconds"] = policy.LoadBalancer is { Warmup.Ticks: > 0 } warming ? warming.Warmup.TotalSeconds : null,
            ["locality"] = policy.Locality is { } locality ? Locality(locality) : null,
            ["connectionPool"] = running.Breaker is { } breaker ? Pool(breaker) : null,
            ["connectTimeoutSeconds"] = policy.ConnectTimeout.TotalSeconds,
            ["outlierDetection"] = policy.OutlierDetection is { } outliers ? Outliers(outliers, running) : null,
            ["tls"] = policy.Tls?.Mode.ToString(),
            ["endpoints"] = running.Endpoints.Count,
        };
    }

    private static JsonObject Hash(LoadBalancerSettings settings) => new()
    {
        ["by"] = settings.Hash!.Source.ToString(),
        ["name"] = settings.Hash.Name.Length == 0 ? null : settings.Hash.Name,
        ["algorithm"] = settings.Algorithm.ToString(),
    };

    private static string? Locality(LocalitySettings settings) => settings switch
    {
        { Distribute.IsEmpty: false } => "distribute",
        { FailoverPriority.IsEmpty: false } => "failoverPriority",
        { Failover.IsEmpty: false } => "failover",
        _ => null,
    };

    private static JsonObject Pool(CircuitBreaker breaker) => new()
    {
        ["maxConnections"] = breaker.Limits.MaxConnections,
        ["http1MaxPendingRequests"] = breaker.Limits.Http1MaxPendingRequests,
        ["http2MaxRequests"] = breaker.Limits.Http2MaxRequests,
        ["maxRequestsPerConnection"] = breaker.Limits.MaxRequestsPerConnection,
        ["maxRetries"] = breaker.Limits.MaxRetries,
        ["activeRequests"] = breaker.Requests,
        ["pendingRequests"] = breaker.Pending,
    };

    private static JsonObject Outliers(OutlierDetectionSettings settings, ClusterRuntime running) => new()
    {
        ["consecutive5xxErrors"] = settings.Consecutive5xxErrors,
        ["consecutiveGatewayErrors"] = settings.ConsecutiveGatewayErrors,
        ["consecutiveLocalOriginFailures"] = settings.SplitExternalLocalOriginErrors ? settings.ConsecutiveLocalOriginFailures : null,
        ["intervalSeconds"] = settings.Interval.TotalSeconds,
        ["baseEjectionSeconds"] = settings.BaseEjectionTime.TotalSeconds,
        ["maxEjectionPercent"] = settings.MaxEjectionPercent,
        ["minHealthPercent"] = settings.MinHealthPercent,
        ["ejected"] = running.Endpoints.Values.Count(endpoint => endpoint.Health.IsEjected),
    };

    private static JsonObject Endpoint(ClusterRuntime cluster, EndpointState state, TimeProvider time) => new()
    {
        ["cluster"] = cluster.Cluster.Name,
        ["address"] = state.Address.EndPoint.ToString(),
        ["pod"] = state.Endpoint.PodName,
        ["namespace"] = state.Endpoint.Namespace,
        ["status"] = state.Endpoint.IsReady ? "HEALTHY" : "UNHEALTHY",
        ["outlierCheck"] = state.Health.IsEjected ? "FAILED" : "OK",
        ["ejectedForSeconds"] = state.Health.IsEjected ? Left(state.Health.EjectedUntil, time) : null,
        ["ejections"] = state.Health.Ejections,
        ["weight"] = state.Endpoint.Weight,
        ["priority"] = cluster.PriorityOf(state.Address) ?? 0,
        ["locality"] = state.Endpoint.Locality,
        ["activeRequests"] = state.Active,
        ["connections"] = state.Address.Connections,
    };

    /// <summary>The rest of an ejection, which ends with the next review after it.</summary>
    private static double Left(long until, TimeProvider time) =>
        Math.Max(0, Math.Round((until - time.GetTimestamp()) / (double)time.TimestampFrequency));
}
