using System.Text.Json.Nodes;

namespace IstioLab.Labs.Proxies.Envoy;

/// <summary>The routes of a dump (https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto).</summary>
internal static class EnvoyRoutes
{
    private static readonly string[] s_paths = ["prefix", "path", "path_separated_prefix"];

    public static JsonArray Read(JsonObject dump) => new(
    [
        .. EnvoyJson.Dumps(dump, "RoutesConfigDump")
            .SelectMany(part => part.Objects("static_route_configs").Concat(part.Objects("dynamic_route_configs")))
            .Select(entry => entry["route_config"])
            .OfType<JsonObject>()
            .Select(Configuration),
    ]);

    private static JsonObject Configuration(JsonObject configuration) => new()
    {
        ["name"] = configuration.Text("name"),
        ["virtualHosts"] = new JsonArray([.. configuration.Objects("virtual_hosts").Select(Host)]),
    };

    private static JsonObject Host(JsonObject host) => new()
    {
        ["name"] = host.Text("name"),
        ["domains"] = host["domains"]?.DeepClone(),
        ["routes"] = new JsonArray([.. host.Objects("routes").Select(Route)]),
    };

    private static JsonObject Route(JsonObject route) => new()
    {
        ["name"] = route.Text("name"),
        ["rule"] = EnvoyJson.RuleOf(route),
        ["match"] = EnvoyJson.Texts(Conditions(route["match"])),
        ["action"] = route["redirect"] is not null ? "redirect" : route["direct_response"] is not null ? "directResponse" : "route",
        ["clusters"] = Clusters(route["route"]),
    };

    private static JsonArray? Clusters(JsonNode? action)
    {
        if (action is null)
        {
            return null;
        }

        return action.Text("cluster") is { } one
            ? [Cluster(one, 100)]
            : new JsonArray([.. action["weighted_clusters"].Objects("clusters").Select(cluster => Cluster(cluster.Text("name") ?? "-", (int?)cluster["weight"] ?? 0))]);
    }

    private static JsonObject Cluster(string name, int weight) => new() { ["cluster"] = name, ["weight"] = weight };

    private static IEnumerable<string> Conditions(JsonNode? match)
    {
        foreach (var kind in s_paths)
        {
            if (match.Text(kind) is { } path && (kind != "prefix" || path != "/"))
            {
                yield return kind == "path" ? path : $"{path}*";
            }
        }

        if (match.Text("safe_regex", "regex") is { } regex)
        {
            yield return $"regex {regex}";
        }

        foreach (var header in match.Objects("headers").Concat(match.Objects("query_parameters")))
        {
            yield return $"{header.Text("name")} {Value(header)}";
        }
    }

    private static string Value(JsonObject header)
    {
        var not = (bool?)header["invert_match"] == true ? "not " : "";
        var text = header["string_match"] ?? header;
        var value = text.Text("exact") is { } exact ? $"= {exact}"
            : text.Text("prefix") is { } prefix ? $"= {prefix}*"
            : text.Text("suffix") is { } suffix ? $"= *{suffix}"
            : text.Text("contains") is { } part ? $"= *{part}*"
            : text.Text("safe_regex", "regex") is { } regex ? $"matches {regex}"
            : "present";
        return not + value;
    }
}
