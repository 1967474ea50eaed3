using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Config.Tests.Schemas.Defaults;

public sealed class DefaulterTests
{
    public static TheoryData<string> Specs() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", "defaults", "specs.jsonl"))];

    [Theory]
    [MemberData(nameof(Specs), DisableDiscoveryEnumeration = true)]
    public void Applied_object_gets_the_API_servers_defaults(string line)
    {
        var recorded = JsonNode.Parse(line)!;
        var json = recorded["apply"]!.AsObject();
        var schema = SchemaCatalog.BuiltIn.Find(json["apiVersion"]!.GetValue<string>(), json["kind"]!.GetValue<string>())!;

        Defaulter.Apply(schema, json);

        Assert.Equal(Sorted(recorded["spec"])!.ToJsonString(), Sorted(json["spec"])!.ToJsonString());
    }

    [Fact]
    public void Secret_text_moves_to_data()
    {
        var json = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Secret", ["stringData"] = new JsonObject { ["a"] = "b" } };

        Defaulter.Apply(SchemaCatalog.BuiltIn.Find("v1", "Secret")!, json);

        Assert.Equal("""{"apiVersion":"v1","kind":"Secret","data":{"a":"Yg=="},"type":"Opaque"}""", json.ToJsonString());
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
