using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>JSON types as OpenAPI names them.</summary>
internal static class JsonTypes
{
    public static string Of(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => IsWhole(value) ? "integer" : "number",
            _ => "boolean",
        },
    };

    public static string Of(SchemaType type) => type switch
    {
        SchemaType.Map => "object",
        SchemaType.Any => "",
        SchemaType.IntOrString => "integer or string",
        _ => type.ToString().ToLowerInvariant(),
    };

    public static bool Matches(SchemaType type, JsonNode? value)
    {
        var actual = Of(value);
        return type switch
        {
            SchemaType.Any => true,
            SchemaType.Object or SchemaType.Map => actual == "object",
            SchemaType.Array => actual == "array",
            SchemaType.String => actual == "string",
            SchemaType.Integer => actual == "integer",
            SchemaType.Number => actual is "number" or "integer",
            SchemaType.Boolean => actual == "boolean",
            _ => actual is "integer" or "string",
        };
    }

    public static double Number(JsonNode value) => double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool IsWhole(JsonNode value) => Math.Floor(Number(value)).Equals(Number(value));
}
