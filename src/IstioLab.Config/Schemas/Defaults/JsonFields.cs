using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Defaults;

/// <summary>Reads and fills JSON fields that may have any type: validation, which follows, says what is wrong with them.</summary>
internal static class JsonFields
{
    public static string Text(this JsonObject map, string name) => map[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static JsonObject? Map(this JsonObject map, string name) => map[name] as JsonObject;

    public static IEnumerable<JsonObject> Objects(this JsonObject map, string name) => (map[name] as JsonArray ?? []).OfType<JsonObject>();

    public static void Fill(this JsonObject map, string name, JsonNode value)
    {
        if (map[name] is null)
        {
            map[name] = value;
        }
    }
}
