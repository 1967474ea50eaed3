using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Defaults;

/// <summary>
/// Fills in what an object leaves out, as the API server does: the defaults of the schema, and those that depend on other fields
/// (a Service's targetPort, the pull policy of an image).
/// </summary>
public static class Defaulter
{
    /// <summary>Fills in defaults.</summary>
    /// <param name="schema">The object's schema.</param>
    /// <param name="value">Changed in place. A null where null is no value is dropped; so is a null with a default, which then applies.</param>
    public static void Apply(ResourceSchema schema, JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(value);
        Object(schema.Root, value, schema.Custom);
    }

    private static void Value(SchemaNode node, JsonNode? value, bool custom)
    {
        switch (value)
        {
            case JsonObject map when node.Type == SchemaType.Map:
                foreach (var (_, item) in map)
                {
                    Value(node.Items!, item, custom);
                }

                break;
            case JsonObject map:
                Object(node, map, custom);
                break;
            case JsonArray array when node.Items is { } items:
                foreach (var item in array)
                {
                    Value(items, item, custom);
                }

                break;
        }
    }

    private static void Object(SchemaNode node, JsonObject map, bool custom)
    {
        if (!custom)
        {
            DropNulls(map);
            TypeDefaults.Before(node.TypeName, map);
        }

        foreach (var field in node.Fields.Values)
        {
            if (field.Default is not null && IsMissing(field, map, custom))
            {
                map[field.Name] = field.Default.DeepClone();
            }

            if (map[field.Name] is { } child)
            {
                Value(field.Node, child, custom);
            }
        }

        if (!custom)
        {
            TypeDefaults.After(node.TypeName, map);
        }
    }

    /// <summary>Go cannot tell an empty text or number from a missing one, unless the field is a pointer.</summary>
    private static bool IsMissing(SchemaField field, JsonObject map, bool custom)
    {
        if (!map.TryGetPropertyValue(field.Name, out var value))
        {
            return true;
        }

        if (value is null)
        {
            return !field.Node.Nullable;
        }

        return !custom && !field.Pointer && (value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>().Length == 0,
            JsonValueKind.Number => value.ToJsonString() == "0",
            _ => false,
        });
    }

    private static void DropNulls(JsonObject map)
    {
        foreach (var key in map.Where(static pair => pair.Value is null).Select(static pair => pair.Key).ToList())
        {
            map.Remove(key);
        }
    }
}
