using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>Drops the fields that a schema does not know, as the API server does when it decodes an object.</summary>
public static class Pruner
{
    /// <summary>Removes unknown fields from <paramref name="value"/> and answers their paths in document order.</summary>
    /// <param name="schema">The object's schema.</param>
    /// <param name="value">Changed in place.</param>
    public static IReadOnlyList<string> Prune(SchemaNode schema, JsonNode? value)
    {
        var unknown = new List<string>();
        Walk(schema, value, "", unknown, remove: true);
        return unknown;
    }

    /// <summary>Finds unknown fields without changing anything.</summary>
    public static IReadOnlyList<string> FindUnknown(SchemaNode schema, JsonNode? value)
    {
        var unknown = new List<string>();
        Walk(schema, value, "", unknown, remove: false);
        return unknown;
    }

    /// <summary>The API server's 400 text under <c>fieldValidation=Strict</c>.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="version">The version without its group.</param>
    /// <param name="unknown">The paths of unknown fields.</param>
    public static string StrictError(string kind, string version, IEnumerable<string> unknown) =>
        $"{kind} in version \"{version}\" cannot be handled as a {kind}: strict decoding error: {UnknownText(unknown)}";

    /// <summary>The text of unknown fields alone, as in the Warning headers under <c>fieldValidation=Warn</c> (one header per field).</summary>
    public static string UnknownText(IEnumerable<string> unknown) => string.Join(", ", unknown.Select(static path => $"unknown field \"{path}\""));

    private static void Walk(SchemaNode schema, JsonNode? value, string path, List<string> unknown, bool remove)
    {
        switch (value)
        {
            case JsonArray array when schema.Items is { } items:
                for (var i = 0; i < array.Count; i++)
                {
                    Walk(items, array[i], FieldPath.Index(path, i), unknown, remove);
                }

                break;
            case JsonObject map when schema.Type == SchemaType.Map:
                foreach (var (key, item) in map)
                {
                    Walk(schema.Items!, item, FieldPath.Child(path, key), unknown, remove);
                }

                break;
            case JsonObject map when schema.Type == SchemaType.Object || schema.Fields.Count > 0:
                Object(schema, map, path, unknown, remove);
                break;
        }
    }

    private static void Object(SchemaNode schema, JsonObject map, string path, List<string> unknown, bool remove)
    {
        List<string>? dropped = null;
        foreach (var (key, item) in map)
        {
            if (schema.Fields.TryGetValue(key, out var field))
            {
                Walk(field.Node, item, FieldPath.Child(path, key), unknown, remove);
            }
            else if (!schema.PreserveUnknown && !(schema.EmbeddedResource && key is "apiVersion" or "kind" or "metadata"))
            {
                unknown.Add(FieldPath.Child(path, key));
                (dropped ??= []).Add(key);
            }
        }

        foreach (var key in remove && dropped is not null ? dropped : [])
        {
            map.Remove(key);
        }
    }
}
