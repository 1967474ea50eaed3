using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.BuiltIn;
using IstioLab.Config.Schemas.Custom;
using IstioLab.Config.Schemas.Defaults;
using IstioLab.Config.Schemas.Objects;
using IstioLab.Config.Validation;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Tests.Validation;

/// <summary>Bad input never throws: values of a valid object are replaced by values of every other type.</summary>
public sealed class MalformedInputTests
{
    private static readonly string[] s_values =
        ["null", "true", "-1", "1.5", "1e400", "9999999999999999999", "\"\"", "\"/\"", "\"*\"", "\"[::\"", "\"\\u0000\"", "[]", "[null]", "[[]]", "{}", "{\"\":null}"];

    [Fact]
    public void Validation_of_mutated_Istio_objects_never_throws()
    {
        var random = new Random(7);
        foreach (var vector in VectorCase.Read())
        {
            for (var i = 0; i < 12; i++)
            {
                var resource = Mutate(vector.Resource(), random);
                var result = ConfigValidator.Validate(resource);
                var admitted = ConfigValidator.Admit(resource, IstioVersion.V117);

                Assert.NotNull(result.Errors.Concat(admitted.Errors).ToString());
            }
        }
    }

    [Fact]
    public void Checks_of_mutated_Kubernetes_objects_never_throw()
    {
        var random = new Random(11);
        foreach (var line in Lines("defaults/specs.jsonl").Select(static line => JsonNode.Parse(line)!["apply"]!.ToJsonString()).Concat(Lines("built-in/invalid.jsonl")))
        {
            for (var i = 0; i < 150; i++)
            {
                var original = JsonNode.Parse(line)!.AsObject();
                var schema = SchemaCatalog.BuiltIn.Find(original["apiVersion"]!.GetValue<string>(), original["kind"]!.GetValue<string>())!;
                var resource = Mutate(original, random);
                _ = TypeErrorFinder.Find(schema, resource);
                _ = Pruner.Prune(schema.Root, resource);
                Defaulter.Apply(schema, resource);

                Assert.NotNull(BuiltInValidator.Validate(schema, resource));
            }
        }
    }

    [Fact]
    public void Mutated_CRD_schemas_are_read()
    {
        var random = new Random(13);
        var crd = CrdWriter.Write(SchemaCatalog.BuiltIn).First(static crd => crd["metadata"]!["name"]!.GetValue<string>() == "destinationrules.networking.istio.io");
        var text = crd["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.ToJsonString();
        for (var i = 0; i < 40; i++)
        {
            var schema = CrdSchemaReader.Read(Mutate(JsonNode.Parse(text)!.AsObject(), random));

            Assert.NotNull(ObjectValidator.Validate(schema, JsonNode.Parse("""{"spec":{"host":1,"subsets":[null,{}]}}""")!));
        }
    }

    [Fact]
    public void Expressions_of_random_characters_are_judged()
    {
        var random = new Random(17);
        const string Characters = @"ab01()[]{}?*+|\\^$.-:,PQEdwx<>=!iU&""'";
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Characters[random.Next(Characters.Length)]));

            Assert.True(Re2Syntax.Error(text)?.Length is not 0);
            Assert.True(GoUrl.TryParse(text, out _) || text.Length > 0);
            Assert.True(IstioLab.Config.Validation.Telemetries.ExpressionChecks.Error(text)?.Length is not 0);
        }
    }

    private static IEnumerable<string> Lines(string file) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", file));

    /// <summary>Replaces one to three values somewhere below the top level.</summary>
    private static JsonObject Mutate(JsonObject root, Random random)
    {
        for (var i = random.Next(3); i >= 0; i--)
        {
            var places = Places(root).ToList();
            if (places.Count > 0)
            {
                places[random.Next(places.Count)](JsonNode.Parse(s_values[random.Next(s_values.Length)]));
            }
        }

        return root;
    }

    private static IEnumerable<Action<JsonNode?>> Places(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            foreach (var key in map.Select(static pair => pair.Key).ToList())
            {
                if (map.Parent is not null || key is not ("apiVersion" or "kind"))
                {
                    yield return value => map[key] = value;
                }

                foreach (var place in Places(map[key]))
                {
                    yield return place;
                }
            }
        }

        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                var index = i;
                yield return value => array[index] = value;
                foreach (var place in Places(array[i]))
                {
                    yield return place;
                }
            }
        }
    }
}
