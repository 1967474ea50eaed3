using System.Text.Json.Nodes;

namespace IstioLab.Config.Tests.Explanation;

/// <summary>Compares the fields that an expectation names; null stands for absent.</summary>
internal static class JsonSubset
{
    public static IReadOnlyList<string> Differences(JsonNode? expected, JsonNode? actual, string path) => (expected, actual) switch
    {
        (null, null) => [],
        (null, _) => [$"{path}: expected nothing, was {actual!.ToJsonString()}"],
        (_, null) => [$"{path}: expected {expected.ToJsonString()}, was nothing"],
        (JsonObject wanted, JsonObject found) =>
            [.. wanted.SelectMany(field => Differences(field.Value, found[field.Key], $"{path}.{field.Key}"))],
        (JsonArray wanted, JsonArray found) when wanted.Count == found.Count =>
            [.. wanted.SelectMany((item, index) => Differences(item, found[index], $"{path}[{index}]"))],
        _ => JsonNode.DeepEquals(expected, actual) ? [] : [$"{path}: expected {expected.ToJsonString()}, was {actual.ToJsonString()}"],
    };
}
