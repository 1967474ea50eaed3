using System.Text.Json.Nodes;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>The tables of <c>proxy-config</c>, with istioctl's columns where they fit.</summary>
internal static class ProxyTables
{
    /// <summary>The parts that can be shown.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["listeners", "routes", "clusters", "endpoints"];

    public static Table Create(string part, JsonArray rows)
    {
        var (columns, read) = Shape(part);
        var table = new Table().Border(TableBorder.None).AddColumns(columns);
        foreach (var cells in rows.OfType<JsonObject>().SelectMany(read))
        {
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        return table;
    }

    private static (string[] Columns, Func<JsonObject, IEnumerable<string[]>> Read) Shape(string part) => part switch
    {
        "listeners" => (["ADDRESS", "PORT", "DIRECTION", "MATCH", "DESTINATION"], Listener),
        "routes" => (["NAME", "VHOST NAME", "DOMAINS", "MATCH", "DESTINATION", "VIRTUAL SERVICE", "POLICIES"], Route),
        "clusters" => (["SERVICE FQDN", "PORT", "SUBSET", "DIRECTION", "TYPE", "DESTINATION RULE", "POLICIES"], Cluster),
        _ => (["ENDPOINT", "STATUS", "OUTLIER CHECK", "CLUSTER", "POD", "LOCALITY", "PRIORITY"], Endpoint),
    };

    private static IEnumerable<string[]> Listener(JsonObject listener)
    {
        string[] start = [Text(listener, "address"), Text(listener, "port"), Text(listener, "direction")];
        return listener["filterChains"] is JsonArray chains
            ? chains.OfType<JsonObject>().Select(chain => (string[])[.. start, Match(chain), Destination(chain)])
            : [[.. start, Text(listener, "protocol"), Text(listener, "cluster")]];
    }

    private static string Match(JsonObject chain)
    {
        var names = Join(chain["serverNames"]);
        return names.Length > 0 ? $"SNI: {names}" : (bool?)chain["onlyHttp"] == true ? "HTTP" : "ALL";
    }

    private static string Destination(JsonObject chain)
    {
        var destination = Text(chain, "route") is { Length: > 1 } route ? $"Route: {route}" : $"Cluster: {Join(chain["clusters"])}";
        return chain["termination"] is JsonObject tls && Text(tls, "problem") is { Length: > 1 } problem
            ? $"{destination} (closed: {problem})"
            : destination;
    }

    private static IEnumerable<string[]> Route(JsonObject configuration) =>
        from host in (configuration["virtualHosts"] as JsonArray ?? []).OfType<JsonObject>()
        from route in (host["routes"] as JsonArray ?? []).OfType<JsonObject>()
        select (string[])
        [
            Text(configuration, "name"),
            Text(host, "name"),
            Join(host["domains"], 2),
            Join(route["match"]) is { Length: > 0 } match ? match : "/*",
            Destinations(route),
            Text(route, "rule"),
            ProxyPolicies.OfRoute(route),
        ];

    private static string Destinations(JsonObject route)
    {
        var clusters = (route["clusters"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        return clusters.Count == 0
            ? Text(route, "action")
            : string.Join(", ", clusters.Select(cluster => clusters.Count == 1 ? Text(cluster, "cluster") : $"{Text(cluster, "cluster")} ({Text(cluster, "weight")})"));
    }

    private static IEnumerable<string[]> Cluster(JsonObject cluster) =>
    [
        [
            Text(cluster, "host") is { Length: > 1 } host ? host : Text(cluster, "name"),
            Text(cluster, "port"),
            Text(cluster, "subset"),
            Text(cluster, "direction"),
            Text(cluster, "type"),
            Text(cluster, "destinationRule"),
            ProxyPolicies.OfCluster(cluster),
        ],
    ];

    private static IEnumerable<string[]> Endpoint(JsonObject endpoint) =>
    [
        [
            Text(endpoint, "address"),
            Text(endpoint, "status"),
            Text(endpoint, "ejectedForSeconds") is { Length: > 0 } left and not "-" ? $"{Text(endpoint, "outlierCheck")} ({left}s left)" : Text(endpoint, "outlierCheck"),
            Text(endpoint, "cluster"),
            Text(endpoint, "pod"),
            Text(endpoint, "locality"),
            Text(endpoint, "priority"),
        ],
    ];

    private static string Text(JsonObject row, string name) => row[name]?.ToString() is { Length: > 0 } text ? text : "-";

    private static string Join(JsonNode? list, int most = int.MaxValue)
    {
        var items = (list as JsonArray ?? []).Select(item => item?.ToString() ?? "").ToList();
        var shown = string.Join(", ", items.Take(most));
        return items.Count > most ? $"{shown} + {items.Count - most} more" : shown;
    }
}
