using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Custom;

/// <summary>Reads a CRD's <c>openAPIV3Schema</c>. See https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/</summary>
public static class CrdSchemaReader
{
    /// <summary>Reads the schema of a version; the result also has apiVersion, kind and metadata. Unknown keywords are ignored; never throws.</summary>
    /// <param name="openApiV3Schema">The JSON of <c>spec.versions[].schema.openAPIV3Schema</c>; null keeps every field.</param>
    public static SchemaNode Read(JsonNode? openApiV3Schema)
    {
        var root = ReadNode(openApiV3Schema as JsonObject ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true });
        var fields = new Dictionary<string, SchemaField>(StringComparer.Ordinal)
        {
            ["apiVersion"] = new("apiVersion", new SchemaNode { Type = SchemaType.String }),
            ["kind"] = new("kind", new SchemaNode { Type = SchemaType.String }),
            ["metadata"] = new("metadata", SchemaCatalog.BuiltIn.ObjectMeta),
        };
        foreach (var (name, field) in root.Fields)
        {
            fields.TryAdd(name, field);
        }

        return new SchemaNode
        {
            Type = SchemaType.Object,
            Limits = root.Limits,
            Shape = new SchemaShape { Fields = fields, Junctions = root.Junctions, Rules = root.Rules, PreserveUnknown = root.PreserveUnknown },
        };
    }

    internal static SchemaNode ReadNode(JsonObject json)
    {
        var properties = json["properties"] as JsonObject;
        var additional = json["additionalProperties"];
        var preserve = Flag(json, "x-kubernetes-preserve-unknown-fields");
        var type = Type(json, properties, additional);
        return new SchemaNode
        {
            Type = type,
            Format = Text(json, "format"),
            Nullable = Flag(json, "nullable"),
            EmbeddedResource = Flag(json, "x-kubernetes-embedded-resource"),
            Items = type switch
            {
                SchemaType.Array => json["items"] is JsonObject items ? ReadNode(items) : SchemaNode.Any,
                SchemaType.Map => additional is JsonObject values ? ReadNode(values) : SchemaNode.Any,
                _ => null,
            },
            ListType = Text(json, "x-kubernetes-list-type") switch { "map" => ListType.Map, "set" => ListType.Set, _ => ListType.Atomic },
            ListMapKeys = [.. Texts(json["x-kubernetes-list-map-keys"])],
            AtomicMap = Text(json, "x-kubernetes-map-type") == "atomic",
            Limits = CrdLimits.Read(json),
            Shape = new SchemaShape
            {
                Fields = Fields(json, properties),
                Junctions = [.. Junctions(json)],
                Rules = [.. Rules(json)],
                PreserveUnknown = preserve || type == SchemaType.Any,
            },
        };
    }

    internal static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static SchemaType Type(JsonObject json, JsonObject? properties, JsonNode? additional)
    {
        if (Flag(json, "x-kubernetes-int-or-string"))
        {
            return SchemaType.IntOrString;
        }

        return Text(json, "type") switch
        {
            "object" when properties is null && additional is JsonObject => SchemaType.Map,
            "object" when properties is null && additional is JsonValue flag && flag.GetValueKind() == JsonValueKind.True => SchemaType.Map,
            "object" => SchemaType.Object,
            "array" => SchemaType.Array,
            "string" => SchemaType.String,
            "integer" => SchemaType.Integer,
            "number" => SchemaType.Number,
            "boolean" => SchemaType.Boolean,
            _ => SchemaType.Any,
        };
    }

    private static Dictionary<string, SchemaField> Fields(JsonObject json, JsonObject? properties)
    {
        var required = Texts(json["required"]).ToHashSet(StringComparer.Ordinal);
        var fields = new Dictionary<string, SchemaField>(StringComparer.Ordinal);
        foreach (var (name, value) in properties ?? [])
        {
            if (value is JsonObject child)
            {
                fields[name] = new SchemaField(name, ReadNode(child))
                {
                    Required = required.Contains(name),
                    Default = child["default"]?.DeepClone(),
                    Description = Text(child, "description") ?? "",
                };
            }
        }

        // In value validations a name may be required without being described.
        foreach (var name in required.Where(name => !fields.ContainsKey(name)))
        {
            fields[name] = new SchemaField(name, SchemaNode.Any) { Required = true };
        }

        return fields;
    }

    private static IEnumerable<SchemaJunction> Junctions(JsonObject json)
    {
        foreach (var (keyword, kind) in new[] { ("oneOf", JunctionKind.OneOf), ("anyOf", JunctionKind.AnyOf), ("allOf", JunctionKind.AllOf) })
        {
            // Next to x-kubernetes-int-or-string stands the anyOf of both types, which the type already says.
            if (json[keyword] is JsonArray array && !(kind == JunctionKind.AnyOf && Flag(json, "x-kubernetes-int-or-string")))
            {
                yield return new SchemaJunction(kind, [.. array.OfType<JsonObject>().Select(ReadNode)]);
            }
        }

        if (json["not"] is JsonObject not)
        {
            yield return new SchemaJunction(JunctionKind.Not, [ReadNode(not)]);
        }
    }

    private static IEnumerable<SchemaRule> Rules(JsonObject json) => (json["x-kubernetes-validations"] as JsonArray ?? [])
        .OfType<JsonObject>()
        .Select(static rule => new SchemaRule(Text(rule, "rule") ?? "", Text(rule, "message") ?? ""));

    private static bool Flag(JsonObject json, string name) => json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    private static ImmutableArray<string> Texts(JsonNode? node) =>
        [.. (node as JsonArray ?? []).OfType<JsonValue>().Select(static value => value.TryGetValue<string>(out var text) ? text : value.ToJsonString())];
}
