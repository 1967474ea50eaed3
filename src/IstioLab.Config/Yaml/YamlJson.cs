using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Yaml;

/// <summary>Goes between trees with positions and JSON.</summary>
public static class YamlJson
{
    /// <summary>Makes JSON of a tree.</summary>
    public static JsonNode? ToJson(YamlNode? node) => node switch
    {
        YamlMapping mapping => ToObject(mapping),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        YamlScalar scalar => ToValue(scalar),
        _ => null,
    };

    /// <summary>Makes a tree of a JSON element; it has no positions.</summary>
    public static YamlNode FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new YamlMapping(
            [.. element.EnumerateObject().Select(property => new YamlField(property.Name, null, FromJson(property.Value)))], null),
        JsonValueKind.Array => new YamlSequence([.. element.EnumerateArray().Select(FromJson)], null),
        JsonValueKind.String => new YamlScalar(YamlScalarKind.String, element.GetString() ?? "", null),
        JsonValueKind.Number => new YamlScalar(
            element.TryGetInt64(out _) ? YamlScalarKind.Integer : YamlScalarKind.Number, element.GetRawText(), null),
        JsonValueKind.True => new YamlScalar(YamlScalarKind.Boolean, "true", null),
        JsonValueKind.False => new YamlScalar(YamlScalarKind.Boolean, "false", null),
        _ => new YamlScalar(YamlScalarKind.Null, "null", null),
    };

    private static JsonObject ToObject(YamlMapping mapping)
    {
        var result = new JsonObject();
        foreach (var field in mapping.Fields)
        {
            result[field.Key] = ToJson(field.Value);
        }

        return result;
    }

    private static JsonValue? ToValue(YamlScalar scalar) => scalar.Kind switch
    {
        YamlScalarKind.Null => null,
        YamlScalarKind.Boolean => JsonValue.Create(scalar.Text == "true"),
        YamlScalarKind.Integer => JsonValue.Create(long.Parse(scalar.Text, CultureInfo.InvariantCulture)),
        YamlScalarKind.Number => JsonValue.Create(double.Parse(scalar.Text, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(scalar.Text),
    };
}
