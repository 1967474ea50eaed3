using System.Text.Json.Nodes;

namespace IstioLab.Labs.Proxies.Envoy;

/// <summary>Short ways through an Envoy's JSON.</summary>
internal static class EnvoyJson
{
    /// <summary>The objects of a list; none when it is not there.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, string name) => (node?[name] as JsonArray ?? []).OfType<JsonObject>();

    public static string? Text(this JsonNode? node, params string[] path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node is JsonValue value ? value.ToString() : null;
    }

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary>The parts of a dump whose type's name ends so.</summary>
    public static IEnumerable<JsonObject> Dumps(JsonObject dump, string type) =>
        dump.Objects("configs").Where(config => config.Text("@type")?.EndsWith($".{type}", StringComparison.Ordinal) == true);

    /// <summary>The Istio resource that a part came from, which Istio notes as its API path.</summary>
    /// <returns>Such as <c>VirtualService nolen/apps-svc-all-vs</c>; null when none is noted.</returns>
    public static string? RuleOf(JsonNode? part)
    {
        var path = (part?["metadata"]?["filter_metadata"]?["istio"]).Text("config");
        var words = (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return words is ["apis", _, _, "namespaces", var ns, var kind, var name] ? $"{KindOf(kind)} {ns}/{name}" : path;
    }

    /// <summary>An address as <c>ip:port</c>, or the path of a pipe.</summary>
    public static string Address(JsonNode? address) =>
        address?["socket_address"] is { } socket ? $"{socket.Text("address")}:{socket.Text("port_value")}"
        : address.Text("pipe", "path") ?? address.Text("envoy_internal_address", "server_listener_name") ?? "-";

    private static string KindOf(string words) =>
        string.Concat(words.Split('-').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
