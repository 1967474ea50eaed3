using System.Buffers;
using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.BuiltIn;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>The first value of a built-in kind that has a wrong JSON type, in the words of the API server's decoder.</summary>
public static class TypeErrorFinder
{
    private static readonly SearchValues<char> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");

    /// <summary>The text behind <c>KIND in version "v1" cannot be handled as a KIND: </c>, or null when all types fit.</summary>
    public static string? Find(ResourceSchema schema, JsonNode value)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Find(schema.Root, value, "", schema.Kind);
    }

    private static string? Find(SchemaNode node, JsonNode? value, string path, string owner)
    {
        if (value is null || node.Type == SchemaType.Any)
        {
            return null;
        }

        if (node.Format == "quantity" && value is JsonValue)
        {
            return Quantities.IsQuantity(value) ? null : Quantities.Rule;
        }

        if (!JsonTypes.Matches(node.Type, value))
        {
            var actual = JsonTypes.Of(value) switch { "boolean" => "bool", "integer" or "number" => "number", var other => other };
            return node.Type == SchemaType.Integer && actual == "number"
                ? $"json: cannot unmarshal number {value.ToJsonString()} into Go struct field {owner}.{path} of type {GoType(node)}"
                : $"json: cannot unmarshal {actual} into Go struct field {owner}.{path} of type {GoType(node)}";
        }

        return value switch
        {
            JsonArray array => array.Select(item => Find(node.Items!, item, path, owner)).FirstOrDefault(static error => error is not null),
            JsonObject map => map.Select(pair => Child(node, pair.Key, pair.Value, path, owner)).FirstOrDefault(static error => error is not null),
            _ => node.Format == "byte" && !IsBase64(value.GetValue<string>())
                ? $"illegal base64 data at input byte {BadByte(value.GetValue<string>())}"
                : null,
        };
    }

    private static string? Child(SchemaNode node, string key, JsonNode? value, string path, string owner)
    {
        var child = node.Fields.TryGetValue(key, out var field) ? field.Node : node.Type == SchemaType.Map ? node.Items : null;
        var type = node.TypeName?[(node.TypeName.LastIndexOf('.') + 1)..] ?? owner;
        return child is null ? null : Find(child, value, FieldPath.Child(path, key), node.Type == SchemaType.Map ? owner : type);
    }

    private static string GoType(SchemaNode node) => node.Type switch
    {
        SchemaType.Array => "[]" + GoType(node.Items!),
        SchemaType.Map => "map[string]" + GoType(node.Items!),
        SchemaType.Integer => node.Format ?? "int",
        SchemaType.Boolean => "bool",
        SchemaType.Number => "float64",
        SchemaType.Object => GoName(node.TypeName ?? "object"),
        SchemaType.IntOrString => "intstr.IntOrString",
        _ => node.Format is "date-time" ? "v1.Time" : "string",
    };

    /// <summary>Go names a type by the last part of its package: <c>core.v1.PodSpec</c> is <c>v1.PodSpec</c>.</summary>
    private static string GoName(string typeName) => typeName[(typeName.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);

    private static int BadByte(string text)
    {
        var bad = text.AsSpan().IndexOfAnyExcept(s_base64);
        return bad < 0 ? text.Length - (text.Length % 4) : bad;
    }
}
