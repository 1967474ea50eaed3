using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>A request of one of the two clients.</summary>
internal sealed record GeneratedRequest(string Id, string Client, string Dialled, string Authority, string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly Dictionary<string, (string Namespace, JsonObject Labels)> s_clients = new()
    {
        ["shop/client"] = ("shop", new JsonObject { ["app"] = "client", ["tier"] = "web" }),
        ["other/stranger"] = ("other", new JsonObject { ["app"] = "stranger" }),
    };

    /// <summary>The workloads that send.</summary>
    public static IEnumerable<string> Clients => s_clients.Keys;

    public static GeneratedRequest Create(string id, string host, Dice dice)
    {
        var client = dice.Any("shop/client", "shop/client", "shop/client", "other/stranger");
        var full = $"{host}.shop.svc.cluster.local";
        var authority = client == "shop/client" ? dice.Any(host, host, $"{host}.shop", $"{host}.shop.svc", full, $"{host}:80") : dice.Any($"{host}.shop", full);
        Dictionary<string, string> headers = [];
        foreach (var name in Words.Headers)
        {
            if (dice.Happens(60))
            {
                headers[name] = dice.Any(Words.Values);
            }
        }

        var method = dice.Any("GET", "GET", "POST", "PUT", "OPTIONS");
        if (dice.Happens(method == "OPTIONS" ? 80 : 10))
        {
            headers["origin"] = dice.Any(Words.Origins);
            headers["access-control-request-method"] = "GET";
        }

        var query = string.Join('&', Words.Parameters.Where(_ => dice.Happens(65)).Select(name => $"{name}={dice.Any(Words.Values)}"));
        return new GeneratedRequest(id, client, full, authority, method, dice.Any(Words.Paths) + (query.Length == 0 ? "" : "?" + query), headers);
    }

    /// <summary>The line for <c>explain --requests</c>.</summary>
    public string ToJson()
    {
        var (ns, labels) = s_clients[Client];
        return new JsonObject
        {
            ["id"] = Id,
            ["from"] = new JsonObject { ["type"] = "sidecar", ["namespace"] = ns, ["labels"] = labels.DeepClone() },
            ["method"] = Method,
            ["url"] = $"http://{Authority}{Target}",
            ["headers"] = new JsonObject(Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
        }.ToJsonString();
    }
}
