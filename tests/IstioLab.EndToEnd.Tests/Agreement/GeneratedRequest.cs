using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>A request of one of the two clients, or of somebody outside by the ingress gateway.</summary>
internal sealed record GeneratedRequest(
    string Id, string Client, string Dialled, int Port, string Authority, string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    public const string Gateway = "gateway";

    private static readonly Dictionary<string, (string Namespace, JsonObject Labels)> s_clients = new()
    {
        ["shop/client"] = ("shop", new JsonObject { ["app"] = "client", ["tier"] = "web" }),
        ["other/stranger"] = ("other", new JsonObject { ["app"] = "stranger" }),
    };

    /// <summary>The workloads that send.</summary>
    public static IEnumerable<string> Clients => s_clients.Keys;

    public bool IsByGateway => Client == Gateway;

    public static GeneratedRequest Create(string id, GeneratedHost host, Dice dice)
    {
        var client = dice.Any("shop/client", "shop/client", "shop/client", "other/stranger", host.IsByGateway ? Gateway : "shop/client", host.IsByGateway ? Gateway : "other/stranger");
        var port = client == Gateway ? 80 : dice.Any(80, 80, 80, 8080);
        var authority = client switch
        {
            Gateway => host.FullName,
            "shop/client" => dice.Any(host.Names),
            _ => dice.Any(host.NamesElsewhere),
        };
        if (port != 80 || dice.Happens(15))
        {
            authority = $"{authority}:{port}";
        }

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
        return new GeneratedRequest(id, client, host.FullName, port, authority, method, dice.Any(Words.Paths) + (query.Length == 0 ? "" : "?" + query), headers);
    }

    /// <summary>The line for <c>explain --requests</c>.</summary>
    public string ToJson() => new JsonObject
    {
        ["id"] = Id,
        ["from"] = From(),
        ["method"] = Method,
        ["url"] = $"http://{Authority}{Target}",
        ["port"] = Port,
        ["headers"] = new JsonObject(Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
    }.ToJsonString();

    private JsonObject From()
    {
        if (IsByGateway)
        {
            return new JsonObject
            {
                ["type"] = "gateway",
                ["namespace"] = "istio-system",
                ["labels"] = new JsonObject { ["app"] = "istio-ingressgateway", ["istio"] = "ingressgateway" },
            };
        }

        var (ns, labels) = s_clients[Client];
        return new JsonObject { ["type"] = "sidecar", ["namespace"] = ns, ["labels"] = labels.DeepClone() };
    }
}
