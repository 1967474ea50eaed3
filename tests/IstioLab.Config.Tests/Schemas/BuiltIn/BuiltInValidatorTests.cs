using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.BuiltIn;
using IstioLab.Config.Schemas.Defaults;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Config.Tests.Schemas.BuiltIn;

public sealed class BuiltInValidatorTests
{
    public static TheoryData<string> Cases() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", "built-in", "invalid.jsonl"))];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Object_gets_the_API_servers_words(string line)
    {
        var json = JsonNode.Parse(line)!.AsObject();
        var expected = json["errors"]!.AsArray().Select(static item => item!.GetValue<string>()).ToList();
        json.Remove("errors");
        var schema = SchemaCatalog.BuiltIn.Find(json["apiVersion"]!.GetValue<string>(), json["kind"]!.GetValue<string>())!;
        Defaulter.Apply(schema, json);

        Assert.Equal(expected, BuiltInValidator.Validate(schema, json).Select(static problem => problem.ToString()));
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":"two"}}""", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":{}}}}}""", "json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"resources":{"limits":{"cpu":"lots"}}}]}}}}""", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("""{"spec":{"replicas":2}}""", null)]
    public void Wrong_type_gets_the_decoders_words(string body, string? expected)
    {
        Assert.Equal(expected, TypeErrorFinder.Find(SchemaCatalog.BuiltIn.Find("apps/v1", "Deployment")!, JsonNode.Parse(body)!));
    }
}
