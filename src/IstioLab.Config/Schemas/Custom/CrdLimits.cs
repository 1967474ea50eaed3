using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Custom;

/// <summary>Enumerations, ranges and lengths of a CRD's schema, both ways.</summary>
internal static class CrdLimits
{
    public static SchemaLimits Read(JsonObject json) => new()
    {
        Enum = [.. (json["enum"] as JsonArray ?? []).Select(static item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : item?.ToJsonString() ?? "null")],
        Minimum = Number(json, "minimum"),
        Maximum = Number(json, "maximum"),
        ExclusiveMinimum = json["exclusiveMinimum"]?.GetValueKind() == JsonValueKind.True,
        ExclusiveMaximum = json["exclusiveMaximum"]?.GetValueKind() == JsonValueKind.True,
        MultipleOf = Number(json, "multipleOf"),
        MinLength = Whole(json, "minLength"),
        MaxLength = Whole(json, "maxLength"),
        Pattern = CrdSchemaReader.Text(json, "pattern"),
        MinItems = Whole(json, "minItems"),
        MaxItems = Whole(json, "maxItems"),
        MinProperties = Whole(json, "minProperties"),
        MaxProperties = Whole(json, "maxProperties"),
    };

    public static void Write(SchemaLimits limits, SchemaType type, JsonObject json)
    {
        if (limits.Enum.Length > 0)
        {
            json["enum"] = new JsonArray([.. limits.Enum.Select(text => type is SchemaType.Integer or SchemaType.Number ? JsonNode.Parse(text) : JsonValue.Create(text))]);
        }

        Set(json, "minimum", limits.Minimum);
        Set(json, "maximum", limits.Maximum);
        if (limits.ExclusiveMinimum)
        {
            json["exclusiveMinimum"] = true;
        }

        if (limits.ExclusiveMaximum)
        {
            json["exclusiveMaximum"] = true;
        }

        Set(json, "multipleOf", limits.MultipleOf);
        Set(json, "minLength", limits.MinLength);
        Set(json, "maxLength", limits.MaxLength);
        Set(json, "minItems", limits.MinItems);
        Set(json, "maxItems", limits.MaxItems);
        Set(json, "minProperties", limits.MinProperties);
        Set(json, "maxProperties", limits.MaxProperties);
        if (limits.Pattern is not null)
        {
            json["pattern"] = limits.Pattern;
        }
    }

    private static void Set(JsonObject json, string name, double? value)
    {
        if (value is { } number)
        {
            json[name] = number.Equals(Math.Floor(number)) && Math.Abs(number) < 1e15 ? JsonValue.Create((long)number) : JsonValue.Create(number);
        }
    }

    private static double? Number(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? Objects.JsonTypes.Number(value) : null;

    private static long? Whole(JsonObject json, string name) => Number(json, name) is { } number ? (long)number : null;
}
