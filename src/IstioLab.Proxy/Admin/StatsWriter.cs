using System.Globalization;
using System.Text;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Runtime;

namespace IstioLab.Proxy.Admin;

/// <summary>
/// Writes a proxy's counters of its clusters as Envoy's <c>/stats</c> does, under Envoy's names
/// (https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats).
/// </summary>
internal static class StatsWriter
{
    /// <param name="proxy">The side that calls.</param>
    /// <param name="filter">A text that the names must hold; empty for all of them.</param>
    public static string Write(ProxyCore proxy, string filter)
    {
        var text = new StringBuilder();
        foreach (var clusters in (proxy.Runtime?.Clusters ?? []).GroupBy(NameOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            foreach (var (stat, value) in clusters.SelectMany(Read).GroupBy(item => item.Stat, (stat, items) => (stat, items.Sum(item => item.Value))))
            {
                var name = $"cluster.{clusters.Key};.{stat}";
                if (name.Contains(filter, StringComparison.Ordinal))
                    text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>Clusters that the mesh's pattern gives one name count together.</summary>
    private static string NameOf(ClusterRuntime cluster) => cluster.Cluster.StatName is { Length: > 0 } name ? name : cluster.Cluster.Name;

    private static IEnumerable<(string Stat, long Value)> Read(ClusterRuntime cluster)
    {
        var (stats, breaker) = (cluster.Stats, cluster.Breaker);
        var endpoints = cluster.Endpoints.Values.ToList();
        var ejected = endpoints.Count(endpoint => endpoint.Health.IsEjected);
        yield return ("circuit_breakers.default.cx_open", IsReached(breaker?.Limits.MaxConnections, breaker?.Requests - breaker?.Pending));
        yield return ("circuit_breakers.default.rq_open", IsReached(breaker?.Limits.Http2MaxRequests, breaker?.Requests));
        yield return ("circuit_breakers.default.rq_pending_open", IsReached(breaker?.Limits.Http1MaxPendingRequests, breaker?.Pending));
        yield return ("membership_healthy", endpoints.Count(endpoint => endpoint.Endpoint.IsReady) - ejected);
        yield return ("membership_total", endpoints.Count);
        yield return ("outlier_detection.ejections_active", ejected);
        for (var hundred = 1; hundred <= 5; hundred++)
            yield return ($"upstream_rq_{hundred}xx", stats.Answers(hundred));
        yield return ("upstream_rq_active", endpoints.Sum(endpoint => endpoint.Active));
        yield return ("upstream_rq_pending_active", breaker?.Pending ?? 0);
        yield return ("upstream_rq_pending_overflow", stats.Overflows);
        yield return ("upstream_rq_pending_total", stats.Waited);
        yield return ("upstream_rq_retry", stats.Retries);
        yield return ("upstream_rq_retry_limit_exceeded", stats.RetryLimits);
        yield return ("upstream_rq_timeout", stats.Timeouts);
        yield return ("upstream_rq_total", stats.Attempts);
    }

    private static long IsReached(int? limit, int? number) => limit > 0 && number >= limit ? 1 : 0;
}
