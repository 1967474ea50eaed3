using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>What server-side apply says of a patch that does not fit its schema; its words differ from those of a create.</summary>
public static class ApplyTypeChecker
{
    /// <summary>The API server's text behind <c>failed to create typed patch object (ns/name; group/version, Kind=K): </c>, or null when the patch fits.</summary>
    public static string? Error(SchemaNode schema, JsonNode patch)
    {
        var types = new List<string>();
        string? unknown = null;
        Walk(schema, patch, "", types, ref unknown);
        return (types.Count, unknown) switch
        {
            (0, null) => null,
            (0, _) => unknown,
            (1, _) => types[0],
            _ => "errors:\n" + string.Join('\n', types.Select(static text => "  " + text)),
        };
    }

    private static void Walk(SchemaNode schema, JsonNode? value, string path, List<string> types, ref string? unknown)
    {
        if (value is null || schema.Type == SchemaType.Any)
        {
            return;
        }

        if (!JsonTypes.Matches(schema.Type, value))
        {
            types.Add($"{(path.Length == 0 ? "." : path)}: expected {Expected(schema.Type)}, got {Actual(schema.Type, value)}");
            return;
        }

        if (value is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                Walk(schema.Items!, array[i], FieldPath.Index(path, i), types, ref unknown);
            }
        }

        foreach (var (key, item) in value as JsonObject ?? [])
        {
            var child = schema.Fields.TryGetValue(key, out var field) ? field.Node : schema.Items;
            if (child is not null)
            {
                Walk(child, item, $"{path}.{key}", types, ref unknown);
            }
            else if (!schema.PreserveUnknown)
            {
                unknown ??= $"{path}.{key}: field not declared in schema";
            }
        }
    }

    private static string Expected(SchemaType type) => type switch
    {
        SchemaType.Array => "list",
        SchemaType.Object or SchemaType.Map => "map",
        SchemaType.Integer or SchemaType.Number => "numeric (int or float)",
        SchemaType.Boolean => "boolean",
        _ => "string",
    };

    /// <summary>The API server's merge library names the type where it wants a number, and else shows the value as Go prints a pointer to it.</summary>
    private static string Actual(SchemaType wanted, JsonNode value) => value switch
    {
        JsonObject => "map",
        JsonArray => "list",
        _ when wanted is SchemaType.Integer or SchemaType.Number => JsonTypes.Of(value),
        _ when value.GetValueKind() == JsonValueKind.String => $"&{{{value.GetValue<string>()}}}",
        _ => $"&{{{value.ToJsonString()}}}",
    };
}
