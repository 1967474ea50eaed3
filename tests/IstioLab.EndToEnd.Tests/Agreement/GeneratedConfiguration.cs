using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>A VirtualService with its DestinationRule for one Service, and requests to that Service.</summary>
internal sealed record GeneratedConfiguration(string Host, IReadOnlyList<GeneratedRule> Rules, IReadOnlyList<GeneratedRequest> Requests)
{
    private static readonly string[] s_versions = ["v1", "v2", "v3"];

    public static GeneratedConfiguration Create(string host, string id, ulong seed, int requests)
    {
        var dice = new Dice(seed);
        List<GeneratedRule> rules = [];
        for (var left = 1 + dice.Number(5); left > 0; left--)
        {
            rules.Add(GeneratedRule.Create(host, dice, catchesAll: false));
        }

        if (dice.Happens(70))
        {
            rules.Add(GeneratedRule.Create(host, dice, catchesAll: true));
        }

        return new GeneratedConfiguration(host, rules, [.. Enumerable.Range(0, requests).Select(number => GeneratedRequest.Create($"{id}/{number}", host, dice))]);
    }

    /// <summary>The objects as YAML documents; JSON is YAML.</summary>
    public string ToYaml() => string.Join("\n---\n", VirtualService().ToJsonString(), DestinationRule().ToJsonString());

    private JsonObject VirtualService() => Object("VirtualService", new JsonObject
    {
        ["hosts"] = new JsonArray(Host),
        ["http"] = new JsonArray([.. Rules.Select(rule => rule.Json.DeepClone())]),
    });

    private JsonObject DestinationRule() => Object("DestinationRule", new JsonObject
    {
        ["host"] = Host,
        ["subsets"] = new JsonArray([.. s_versions.Select(version => new JsonObject { ["name"] = version, ["labels"] = new JsonObject { ["version"] = version } })]),
    });

    private JsonObject Object(string kind, JsonObject spec) => new()
    {
        ["apiVersion"] = "networking.istio.io/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = Host, ["namespace"] = "shop" },
        ["spec"] = spec,
    };
}
