using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Custom;

/// <summary>Writes a schema as a CRD's <c>openAPIV3Schema</c>.</summary>
public static class CrdSchemaWriter
{
    /// <summary>Writes the schema of a custom kind, without apiVersion, kind and metadata, as CRDs leave them out.</summary>
    public static JsonObject Write(SchemaNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var json = WriteNode(root);
        foreach (var name in new[] { "apiVersion", "kind", "metadata" })
        {
            (json["properties"] as JsonObject)?.Remove(name);
        }

        return json;
    }

    internal static JsonObject WriteNode(SchemaNode node)
    {
        var json = new JsonObject();
        WriteType(node, json);
        CrdLimits.Write(node.Limits, node.Type, json);
        if (node.Format is not null)
        {
            json["format"] = node.Format;
        }

        if (node.Nullable)
        {
            json["nullable"] = true;
        }

        if (node.PreserveUnknown)
        {
            json["x-kubernetes-preserve-unknown-fields"] = true;
        }

        if (node.EmbeddedResource)
        {
            json["x-kubernetes-embedded-resource"] = true;
        }

        WriteFields(node, json);
        WriteList(node, json);
        foreach (var junction in node.Junctions)
        {
            WriteJunction(junction, json);
        }

        if (node.Rules.Length > 0)
        {
            json["x-kubernetes-validations"] = new JsonArray([.. node.Rules.Select(static rule => Rule(rule))]);
        }

        return json;
    }

    private static void WriteType(SchemaNode node, JsonObject json)
    {
        switch (node.Type)
        {
            case SchemaType.Any:
                break;
            case SchemaType.IntOrString:
                json["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" });
                json["x-kubernetes-int-or-string"] = true;
                break;
            default:
                json["type"] = Objects.JsonTypes.Of(node.Type);
                break;
        }
    }

    private static void WriteFields(SchemaNode node, JsonObject json)
    {
        if (node.Type == SchemaType.Map)
        {
            json["additionalProperties"] = WriteNode(node.Items!);
        }

        if (node.Fields.Count == 0)
        {
            return;
        }

        var properties = new JsonObject();
        foreach (var field in node.Fields.Values.Where(static field => !ReferenceEquals(field.Node, SchemaNode.Any)))
        {
            var child = WriteNode(field.Node);
            if (field.Description.Length > 0)
            {
                child["description"] = field.Description;
            }

            if (field.Default is not null)
            {
                child["default"] = field.Default.DeepClone();
            }

            properties[field.Name] = child;
        }

        if (properties.Count > 0)
        {
            json["properties"] = properties;
        }

        if (node.Fields.Values.Any(static field => field.Required))
        {
            json["required"] = new JsonArray([.. node.Fields.Values.Where(static field => field.Required).Select(static field => JsonValue.Create(field.Name))]);
        }
    }

    private static void WriteList(SchemaNode node, JsonObject json)
    {
        if (node.Type == SchemaType.Array)
        {
            json["items"] = WriteNode(node.Items!);
        }

        if (node.ListType != ListType.Atomic)
        {
            json["x-kubernetes-list-type"] = node.ListType == ListType.Map ? "map" : "set";
        }

        if (node.ListMapKeys.Length > 0)
        {
            json["x-kubernetes-list-map-keys"] = new JsonArray([.. node.ListMapKeys.Select(static key => JsonValue.Create(key))]);
        }

        if (node.AtomicMap)
        {
            json["x-kubernetes-map-type"] = "atomic";
        }
    }

    private static void WriteJunction(SchemaJunction junction, JsonObject json)
    {
        if (junction.Kind == JunctionKind.Not)
        {
            json["not"] = Alternative(junction.Alternatives[0]);
            return;
        }

        var name = junction.Kind switch { JunctionKind.OneOf => "oneOf", JunctionKind.AnyOf => "anyOf", _ => "allOf" };
        json[name] = new JsonArray([.. junction.Alternatives.Select(Alternative)]);
    }

    private static JsonNode Alternative(SchemaNode node)
    {
        var json = WriteNode(node);
        json.Remove("x-kubernetes-preserve-unknown-fields");
        return json;
    }

    private static JsonObject Rule(SchemaRule rule)
    {
        var json = new JsonObject();
        if (rule.Message.Length > 0)
        {
            json["message"] = rule.Message;
        }

        json["rule"] = rule.Expression;
        return json;
    }
}
