using System.Text.Json.Nodes;
using CsCheck;

namespace IstioLab.Cluster.Tests.Embedded.Patches;

/// <summary>Small random JSON documents.</summary>
internal static class JsonGen
{
    private static readonly Gen<string> Name = Gen.OneOf(Gen.Const("a"), Gen.Const("b"), Gen.Const("c"), Gen.Const("d/e"), Gen.Const("f~g"));

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Gen.Int[0, 9].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.OneOf(Gen.Const(""), Gen.Const("x"), Gen.Const("ü\"")).Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)));

    /// <summary>Objects up to a depth; no nulls, which patches cannot express.</summary>
    public static Gen<JsonObject> Object(int depth) =>
        Gen.Select(Name, Value(depth - 1)).List[0, 4].Select(pairs =>
        {
            var map = new JsonObject();
            foreach (var (name, value) in pairs) map[name] = value?.DeepClone();
            return map;
        });

    private static Gen<JsonNode?> Value(int depth) => depth <= 0
        ? Scalar
        : Gen.OneOf(
            Scalar,
            Object(depth).Select(map => (JsonNode?)map),
            Scalar.List[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])));
}
