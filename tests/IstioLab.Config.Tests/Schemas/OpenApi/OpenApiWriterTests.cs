using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.OpenApi;

namespace IstioLab.Config.Tests.Schemas.OpenApi;

public sealed class OpenApiWriterTests
{
    [Fact]
    public void Every_reference_leads_to_a_schema()
    {
        foreach (var version in SchemaCatalog.BuiltIn.Resources.GroupBy(static schema => (schema.Group, schema.Version)))
        {
            var document = OpenApiWriter.Write(version.Key.Group, version.Key.Version, version, "v1.36.2");
            var schemas = document["components"]!["schemas"]!.AsObject();

            Assert.All(References(document), reference => Assert.True(schemas.ContainsKey(reference["#/components/schemas/".Length..]), reference));
        }
    }

    [Fact]
    public void Patch_of_a_kind_carries_what_kubectl_looks_for()
    {
        var document = OpenApiWriter.Write("apps", "v1", SchemaCatalog.BuiltIn.Resources.Where(static schema => schema.Group == "apps"), "v1.36.2");

        var patch = document["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;

        Assert.Equal("""{"group":"apps","version":"v1","kind":"Deployment"}""", patch["x-kubernetes-group-version-kind"]!.ToJsonString());
        Assert.Contains(patch["parameters"]!.AsArray(), static parameter => parameter!["name"]!.GetValue<string>() == "fieldValidation");
    }

    [Fact]
    public void Merge_keys_and_descriptions_stand_at_the_fields()
    {
        var document = OpenApiWriter.Write("", "v1", SchemaCatalog.BuiltIn.Resources.Where(static schema => schema.Group == ""), "v1.36.2");

        var containers = document["components"]!["schemas"]!["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!;

        Assert.Equal("name", containers["x-kubernetes-patch-merge-key"]!.GetValue<string>());
        Assert.Equal("merge", containers["x-kubernetes-patch-strategy"]!.GetValue<string>());
        Assert.NotEmpty(containers["description"]!.GetValue<string>());
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(static pair => pair is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()] : References(pair.Value)),
        JsonArray array => array.SelectMany(References),
        _ => [],
    };
}
