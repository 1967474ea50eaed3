using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>A VirtualService with its DestinationRule for one host, a VirtualService that it delegates to, and requests to that host.</summary>
internal sealed record GeneratedConfiguration(
    GeneratedHost Host, IReadOnlyList<GeneratedRule> Rules, IReadOnlyList<GeneratedRule> Delegated, IReadOnlyList<GeneratedRequest> Requests)
{
    private static readonly string[] s_versions = ["v1", "v2", "v3"];

    private string Part => $"{Host.Name}-part";

    public static GeneratedConfiguration Create(int number, string id, ulong seed, int requests)
    {
        var dice = new Dice(seed);
        var host = dice.Happens(20)
            ? new GeneratedHost($"entry-{number}.example", IsEntry: true, IsByGateway: dice.Happens(50))
            : new GeneratedHost($"web-{number}", IsEntry: false, IsByGateway: dice.Happens(50));
        List<GeneratedRule> rules = [];
        List<GeneratedRule> delegated = [];
        for (var left = 1 + dice.Number(5); left > 0; left--)
        {
            rules.Add(GeneratedRule.Create(host.Name, dice, catchesAll: false));
        }

        if (dice.Happens(40))
        {
            rules.Insert(0, GeneratedRule.CreateDelegate($"{host.Name}-part", dice));
            for (var left = 1 + dice.Number(3); left > 0; left--)
            {
                delegated.Add(GeneratedRule.Create(host.Name, dice, catchesAll: left == 1 && dice.Happens(50)));
            }
        }

        if (dice.Happens(70))
        {
            rules.Add(GeneratedRule.Create(host.Name, dice, catchesAll: true));
        }

        return new GeneratedConfiguration(
            host, rules, delegated, [.. Enumerable.Range(0, requests).Select(each => GeneratedRequest.Create($"{id}/{each}", host, dice))]);
    }

    /// <summary>The rules of one of the VirtualServices.</summary>
    public IReadOnlyList<GeneratedRule> RulesOf(string resource) => resource.EndsWith(Part, StringComparison.Ordinal) ? Delegated : Rules;

    /// <summary>The objects as YAML documents; JSON is YAML.</summary>
    public string ToYaml() => string.Join("\n---\n", Objects().Select(item => item.ToJsonString()));

    private IEnumerable<JsonObject> Objects()
    {
        var rules = new JsonObject { ["hosts"] = new JsonArray(Host.Name), ["http"] = Http(Rules) };
        if (Host.IsByGateway)
        {
            rules["gateways"] = new JsonArray("mesh", "town");
        }

        yield return Object("VirtualService", Host.Name, rules);
        if (Delegated.Count > 0)
        {
            yield return Object("VirtualService", Part, new JsonObject { ["http"] = Http(Delegated) });
        }

        yield return Object("DestinationRule", Host.Name, new JsonObject
        {
            ["host"] = Host.Name,
            ["subsets"] = new JsonArray([.. s_versions.Select(version => new JsonObject { ["name"] = version, ["labels"] = new JsonObject { ["version"] = version } })]),
        });
        if (Host.IsEntry)
        {
            yield return Object("ServiceEntry", Host.Name, new JsonObject
            {
                ["hosts"] = new JsonArray(Host.Name),
                ["location"] = "MESH_INTERNAL",
                ["resolution"] = "STATIC",
                ["ports"] = new JsonArray(Port("http", 80), Port("http-alt", 8080)),
                ["workloadSelector"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "web" } },
            });
        }
    }

    private static JsonArray Http(IEnumerable<GeneratedRule> rules) => new([.. rules.Select(rule => rule.Json.DeepClone())]);

    private static JsonObject Port(string name, int number) => new() { ["name"] = name, ["number"] = number, ["protocol"] = "HTTP", ["targetPort"] = 8080 };

    private static JsonObject Object(string kind, string name, JsonObject spec) => new()
    {
        ["apiVersion"] = "networking.istio.io/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop" },
        ["spec"] = spec,
    };
}
