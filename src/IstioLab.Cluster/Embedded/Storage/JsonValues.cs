using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>Reads scalars of a JSON tree without refusing what has another type.</summary>
internal static class JsonValues
{
    /// <summary>A string, or null.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A whole number, however it came into the tree, or null.</summary>
    public static long? Number(JsonNode? node)
    {
        if (node is not JsonValue value) return null;
        if (value.TryGetValue<long>(out var whole)) return whole;
        if (value.TryGetValue<int>(out var small)) return small;
        return value.TryGetValue<double>(out var number) && Math.Abs(number) < long.MaxValue && number == Math.Truncate(number) ? (long)number : null;
    }

    /// <summary>Whether the value is true.</summary>
    public static bool Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>The members of an array that are objects.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? node) => node is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>The object at a path of property names, or null.</summary>
    public static JsonNode? At(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (node is not JsonObject map) return null;
            node = map[name];
        }
        return node;
    }
}
