using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Dashboards;

/// <summary>Reads the OTLP JSON of the telemetry API.</summary>
internal static class TelemetryJson
{
    private const int ErrorStatus = 2;

    public static IReadOnlyList<TelemetrySpan> Spans(JsonNode? answer) =>
        [.. Items(answer, "resourceSpans", "scopeSpans", "spans").Select(item => Span(item.Service, item.Item))];

    public static IReadOnlyList<TelemetryLog> Logs(JsonNode? answer) =>
        [.. Items(answer, "resourceLogs", "scopeLogs", "logRecords").Select(item => Log(item.Service, item.Item))];

    private static IEnumerable<(string Service, JsonNode Item)> Items(JsonNode? answer, string resources, string scopes, string items) =>
        from resource in Array(answer?["data"], resources)
        let service = Attributes(resource["resource"]).GetValueOrDefault("service.name", "")
        from scope in Array(resource, scopes)
        from item in Array(scope, items)
        select (service, item);

    private static TelemetrySpan Span(string service, JsonNode span) => new(
        service,
        Text(span["traceId"]),
        Text(span["spanId"]),
        Text(span["parentSpanId"]),
        Text(span["name"]),
        span["kind"]?.GetValue<int>() ?? 0,
        span["status"]?["code"]?.GetValue<int>() == ErrorStatus,
        Attributes(span));

    private static TelemetryLog Log(string service, JsonNode log) =>
        new(service, Text(log["traceId"]), Text(log["spanId"]), Text(log["body"]?["stringValue"]), Attributes(log));

    private static Dictionary<string, string> Attributes(JsonNode? owner)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in Array(owner, "attributes"))
        {
            attributes[Text(attribute["key"])] = (attribute["value"] as JsonObject)?.FirstOrDefault().Value?.ToString() ?? "";
        }

        return attributes;
    }

    private static IEnumerable<JsonNode> Array(JsonNode? owner, string name) => (owner?[name] as JsonArray)?.OfType<JsonNode>() ?? [];

    private static string Text(JsonNode? value) => value?.ToString() ?? "";
}
