using System.Text.Json.Nodes;

namespace IstioLab.Cli.Rendering;

/// <summary>What a route or a cluster does besides leading somewhere, in one cell: <c>retries(attempts=3 on=5xx) timeoutSeconds=2</c>.</summary>
internal static class ProxyPolicies
{
    private static readonly string[] s_ofRoutes = ["redirect", "directResponse", "timeoutSeconds", "retries", "rewrite", "fault", "mirrors", "cors"];

    private static readonly string[] s_ofClusters = ["loadBalancer", "hash", "warmupSeconds", "locality", "connectionPool", "outlierDetection", "tls"];

    private const string UsualRetries = "connect-failure,refused-stream,unavailable,cancelled";

    public static string OfRoute(JsonObject route) => Join(route, s_ofRoutes);

    public static string OfCluster(JsonObject cluster) => Join(cluster, s_ofClusters);

    private static string Join(JsonObject row, string[] fields)
    {
        var policies = fields.Select(field => (Name: field, Value: row[field])).Where(field => IsWorthSaying(field.Value)).Select(field => Show(field.Name, field.Value!));
        return string.Join(' ', policies) is { Length: > 0 } text ? text : "-";
    }

    // Istio's own retries and balancer stand with every route and cluster, and say nothing.
    private static bool IsWorthSaying(JsonNode? value) => value switch
    {
        null => false,
        JsonObject retries when retries["on"] is { } on => !(on.ToString().StartsWith(UsualRetries, StringComparison.Ordinal)
            && (int?)retries["attempts"] == 2 && retries["perTrySeconds"] is null && (double?)retries["backOffMilliseconds"] == 25),
        JsonValue single => single.ToString() is not ("" or "0" or "false" or "LeastRequest" or "LEAST_REQUEST"),
        _ => true,
    };

    private static string Show(string name, JsonNode value) => value switch
    {
        JsonObject parts => $"{name}({string.Join(' ', parts.Where(part => IsWorthSaying(part.Value)).Select(part => Show(part.Key, part.Value!)))})",
        JsonArray list => $"{name}({string.Join(", ", list.OfType<JsonObject>().Select(item => string.Join(' ', item.Select(part => part.Value?.ToString()))))})",
        _ => $"{name}={value}",
    };
}
