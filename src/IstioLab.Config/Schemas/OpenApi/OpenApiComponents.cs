using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Custom;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Config.Schemas.OpenApi;

/// <summary>The schemas of a document: kinds, and every type that they refer to.</summary>
internal sealed class OpenApiComponents
{
    public OpenApiComponents() => Schemas["io.k8s.apimachinery.pkg.apis.meta.v1.Patch"] = new JsonObject
    {
        ["type"] = "object",
        ["description"] = "The body of a patch.",
    };

    public JsonObject Schemas { get; } = [];

    public static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    public static JsonObject GroupVersionKind(ResourceSchema schema) =>
        new() { ["group"] = schema.Group, ["version"] = schema.Version, ["kind"] = schema.Kind };

    public void AddKind(ResourceSchema schema)
    {
        var name = OpenApiNames.Kind(schema);
        var json = Schemas[name] as JsonObject ?? Body(schema.Root, name);
        json["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(schema));
    }

    private JsonObject Body(SchemaNode node, string? name)
    {
        var json = new JsonObject { ["type"] = "object" };
        if (name is not null)
        {
            Schemas[name] = json;
        }

        var properties = new JsonObject();
        foreach (var field in node.Fields.Values)
        {
            properties[field.Name] = Field(field);
        }

        if (properties.Count > 0)
        {
            json["properties"] = properties;
        }

        var required = node.Fields.Values.Where(static field => field.Required).Select(static field => JsonValue.Create(field.Name)).ToArray();
        if (required.Length > 0)
        {
            json["required"] = new JsonArray([.. required]);
        }

        if (node.PreserveUnknown)
        {
            json["x-kubernetes-preserve-unknown-fields"] = true;
        }

        return json;
    }

    private JsonObject Field(SchemaField field)
    {
        var json = Value(field.Node);
        if (json["$ref"] is not null)
        {
            json = new JsonObject { ["allOf"] = new JsonArray(json) };
        }

        if (field.Description.Length > 0)
        {
            json["description"] = field.Description;
        }

        if (field.Default is not null)
        {
            json["default"] = field.Default.DeepClone();
        }

        Patch(field.Node, json);
        return json;
    }

    private JsonObject Value(SchemaNode node)
    {
        switch (node.Type)
        {
            case SchemaType.Object when node.TypeName is { } typeName:
                var name = OpenApiNames.Type(typeName);
                if (!Schemas.ContainsKey(name))
                {
                    Body(node, name);
                }

                return Reference(name);
            case SchemaType.Object:
                return Body(node, name: null);
            case SchemaType.Any:
                return new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
            case SchemaType.IntOrString:
                return new JsonObject { ["type"] = "string", ["format"] = "int-or-string", ["x-kubernetes-int-or-string"] = true };
        }

        var json = new JsonObject { ["type"] = JsonTypes.Of(node.Type) };
        CrdLimits.Write(node.Limits, node.Type, json);
        if (node.Items is not null)
        {
            json[node.Type == SchemaType.Map ? "additionalProperties" : "items"] = Value(node.Items);
        }
        else if (node.Format is "int32" or "int64" or "double" or "byte" or "date-time" or "uint32")
        {
            json["format"] = node.Format;
        }

        return json;
    }

    private static void Patch(SchemaNode node, JsonObject json)
    {
        if (node.PatchStrategy != PatchStrategy.Replace)
        {
            var words = new List<string>();
            if (node.PatchStrategy.HasFlag(PatchStrategy.Merge))
            {
                words.Add("merge");
            }

            if (node.PatchStrategy.HasFlag(PatchStrategy.RetainKeys))
            {
                words.Add("retainKeys");
            }

            json["x-kubernetes-patch-strategy"] = string.Join(',', words);
        }

        if (node.PatchMergeKey is not null)
        {
            json["x-kubernetes-patch-merge-key"] = node.PatchMergeKey;
        }

        if (node.Type == SchemaType.Array)
        {
            json["x-kubernetes-list-type"] = node.ListType switch { ListType.Map => "map", ListType.Set => "set", _ => "atomic" };
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
}
