using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.Custom;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Config.Tests.Schemas.Objects;

/// <summary>What a kube-apiserver 1.36.2 with Istio's own CRDs answered.</summary>
public sealed class ObjectValidatorTests
{
    public static TheoryData<string> Cases() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", "crd-validation", "istio.jsonl"))];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Object_of_an_Istio_kind_gets_the_API_servers_words(string line)
    {
        var recorded = JsonNode.Parse(line)!;
        var schema = Istio(recorded["kind"]!.GetValue<string>());
        var json = Object(recorded);

        var unknown = Pruner.Prune(schema.Root, json.DeepClone());
        var problems = ObjectValidator.Validate(schema.Root, json);

        Assert.Equal((recorded["unknown"] as JsonArray ?? []).Select(static item => item!.GetValue<string>()), unknown);
        Assert.Equal(
            recorded["errors"]!.AsArray().Select(static item => item!.GetValue<string>()).Order(StringComparer.Ordinal),
            problems.Select(static problem => problem.ToString()).Order(StringComparer.Ordinal));
        if (recorded["apply"] is { } apply)
        {
            Assert.Equal(apply.GetValue<string>(), ApplyTypeChecker.Error(schema.Root, json));
        }
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Schema_that_went_through_its_CRD_says_the_same(string line)
    {
        var recorded = JsonNode.Parse(line)!;
        var schema = Istio(recorded["kind"]!.GetValue<string>());

        var read = CrdSchemaReader.Read(JsonNode.Parse(CrdSchemaWriter.Write(schema.Root).ToJsonString()));

        Assert.Equal(ObjectValidator.Validate(schema.Root, Object(recorded)), ObjectValidator.Validate(read, Object(recorded)));
        Assert.Equal(CrdSchemaWriter.Write(schema.Root).ToJsonString(), CrdSchemaWriter.Write(read).ToJsonString());
    }

    [Fact]
    public void Unknown_fields_are_named_in_one_strict_error()
    {
        Assert.Equal(
            "VirtualService in version \"v1\" cannot be handled as a VirtualService: strict decoding error: unknown field \"spec.bogus\", unknown field \"spec.x\"",
            Pruner.StrictError("VirtualService", "v1", ["spec.bogus", "spec.x"]));
    }

    [Fact]
    public void Every_rule_of_Istios_CRDs_is_known()
    {
        var seen = new HashSet<string>();
        foreach (var schema in SchemaCatalog.BuiltIn.Resources.Where(static schema => schema.Custom))
        {
            Visit(schema.Root, seen);
        }
    }

    private static void Visit(SchemaNode node, HashSet<string> seen)
    {
        if (node.TypeName is { } name && !seen.Add(name))
        {
            return;
        }

        Assert.All(node.Rules, static rule => Assert.True(KnownRules.IsKnown(rule), rule.Expression));
        foreach (var child in node.Fields.Values.Select(static field => field.Node).Concat(node.Items is null ? [] : [node.Items]))
        {
            Visit(child, seen);
        }
    }

    private static ResourceSchema Istio(string kind) =>
        SchemaCatalog.BuiltIn.Resources.First(schema => schema.Custom && schema.Kind == kind && schema.Storage);

    private static JsonObject Object(JsonNode recorded) => new()
    {
        ["apiVersion"] = Istio(recorded["kind"]!.GetValue<string>()).ApiVersion,
        ["kind"] = recorded["kind"]!.DeepClone(),
        ["metadata"] = new JsonObject { ["name"] = "x" },
        ["spec"] = recorded["spec"]!.DeepClone(),
    };
}
