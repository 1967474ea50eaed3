using System.Globalization;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Proxies.Envoy;

/// <summary>The clusters of a dump, and their endpoints with their health (https://www.envoyproxy.io/docs/envoy/latest/operations/admin).</summary>
internal static class EnvoyClusters
{
    public static JsonArray Read(JsonObject dump) => new(
    [
        .. EnvoyJson.Dumps(dump, "ClustersConfigDump")
            .SelectMany(part => part.Objects("static_clusters").Concat(part.Objects("dynamic_active_clusters")).Concat(part.Objects("dynamic_warming_clusters")))
            .Select(entry => entry["cluster"])
            .OfType<JsonObject>()
            .Select(Cluster),
    ]);

    /// <param name="clusters">The answer of <c>clusters?format=json</c>.</param>
    public static JsonArray ReadEndpoints(JsonObject clusters) => new(
    [
        .. from cluster in clusters.Objects("cluster_statuses")
           from host in cluster.Objects("host_statuses")
           select Endpoint(cluster.Text("name") ?? "-", host),
    ]);

    private static JsonObject Cluster(JsonObject cluster)
    {
        var name = cluster.Text("name") ?? "-";
        var parts = name.Split('|');
        var istio = parts.Length == 4;
        return new JsonObject
        {
            ["name"] = name,
            ["host"] = istio ? parts[3] : "",
            ["port"] = istio && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var port) ? port : null,
            ["subset"] = istio ? parts[2] : "",
            ["direction"] = istio ? parts[0] : "-",
            ["type"] = cluster.Text("type") ?? cluster.Text("cluster_type", "name") ?? "STATIC",
            ["destinationRule"] = EnvoyJson.RuleOf(cluster),
            ["loadBalancer"] = cluster.Text("lb_policy") ?? "ROUND_ROBIN",
        };
    }

    private static JsonObject Endpoint(string cluster, JsonObject host)
    {
        var health = host["health_status"] as JsonObject;
        return new JsonObject
        {
            ["cluster"] = cluster,
            ["address"] = EnvoyJson.Address(host["address"]),
            ["pod"] = host.Text("hostname"),
            ["status"] = health.Text("eds_health_status") ?? "HEALTHY",
            ["outlierCheck"] = (bool?)health?["failed_outlier_check"] == true ? "FAILED" : "OK",
            ["weight"] = (int?)host["weight"] ?? 1,
        };
    }
}
