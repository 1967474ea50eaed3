using System.Text.Json.Nodes;

namespace IstioLab.Labs.Proxies.Envoy;

/// <summary>The listeners of a dump (https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener.proto).</summary>
internal static class EnvoyListeners
{
    private const string Http = "envoy.filters.network.http_connection_manager";
    private const string Tcp = "envoy.filters.network.tcp_proxy";

    public static JsonArray Read(JsonObject dump) => new(
    [
        .. EnvoyJson.Dumps(dump, "ListenersConfigDump").SelectMany(Listeners).OfType<JsonObject>().Select(Listener),
    ]);

    private static IEnumerable<JsonNode?> Listeners(JsonObject dump) =>
    [
        .. dump.Objects("static_listeners").Select(entry => entry["listener"]),
        .. dump.Objects("dynamic_listeners").Select(entry => entry["active_state"]?["listener"]),
    ];

    private static JsonObject Listener(JsonObject listener)
    {
        var socket = listener["address"]?["socket_address"];
        var chains = listener.Objects("filter_chains").Concat(listener["default_filter_chain"] is JsonObject last ? [last] : []);
        return new JsonObject
        {
            ["name"] = listener.Text("name"),
            ["direction"] = listener.Text("traffic_direction")?.ToLowerInvariant() ?? "-",
            ["address"] = socket.Text("address") ?? EnvoyJson.Address(listener["address"]),
            ["port"] = socket.Text("port_value"),
            ["filterChains"] = new JsonArray([.. chains.Select(Chain)]),
        };
    }

    private static JsonObject Chain(JsonObject chain)
    {
        var match = chain["filter_chain_match"];
        var filters = chain.Objects("filters").ToList();
        var http = filters.FirstOrDefault(filter => filter.Text("name") == Http)?["typed_config"];
        var tcp = filters.FirstOrDefault(filter => filter.Text("name") == Tcp)?["typed_config"];
        return new JsonObject
        {
            ["name"] = chain.Text("name"),
            ["onlyHttp"] = match?["application_protocols"] is JsonArray { Count: > 0 },
            ["serverNames"] = match?["server_names"]?.DeepClone(),
            ["tls"] = match.Text("transport_protocol"),
            ["destinationPort"] = match.Text("destination_port"),
            ["route"] = http.Text("rds", "route_config_name") ?? InlineRoute(http),
            ["clusters"] = EnvoyJson.Texts(TcpClusters(tcp)),
        };
    }

    // The inbound side and the admin listeners carry their routes with them.
    private static string? InlineRoute(JsonNode? http) => http?["route_config"] is { } inline ? inline.Text("name") ?? "inline" : null;

    private static IEnumerable<string> TcpClusters(JsonNode? tcp) => tcp is null
        ? []
        : tcp.Text("cluster") is { } one ? [one] : (tcp["weighted_clusters"]).Objects("clusters").Select(cluster => cluster.Text("name") ?? "-");
}
