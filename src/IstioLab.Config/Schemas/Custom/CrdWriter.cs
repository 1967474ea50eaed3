using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Custom;

/// <summary>Writes the CustomResourceDefinition objects of the custom kinds in a catalog: what installing Istio applies.</summary>
public static class CrdWriter
{
    /// <summary>One CRD per custom kind, all its versions in it.</summary>
    public static IEnumerable<JsonObject> Write(SchemaCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Resources.Where(static schema => schema.Custom)
            .GroupBy(static schema => (schema.Group, schema.Kind))
            .Select(static versions => Definition([.. versions]));
    }

    private static JsonObject Definition(List<ResourceSchema> versions)
    {
        var names = versions[0].Names;
        var namesJson = new JsonObject
        {
            ["categories"] = Texts(names.Categories),
            ["kind"] = names.Kind,
            ["listKind"] = names.Kind + "List",
            ["plural"] = names.Plural,
            ["singular"] = names.Singular,
        };
        if (names.ShortNames.Length > 0)
        {
            namesJson["shortNames"] = Texts(names.ShortNames);
        }

        return new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{names.Plural}.{versions[0].Group}",
                ["annotations"] = new JsonObject { ["helm.sh/resource-policy"] = "keep" },
                ["labels"] = new JsonObject { ["app"] = "istio-pilot", ["chart"] = "istio", ["heritage"] = "Tiller", ["release"] = "istio" },
            },
            ["spec"] = new JsonObject
            {
                ["conversion"] = new JsonObject { ["strategy"] = "None" },
                ["group"] = versions[0].Group,
                ["names"] = namesJson,
                ["scope"] = versions[0].Namespaced ? "Namespaced" : "Cluster",
                ["versions"] = new JsonArray([.. versions.Select(static version => Version(version))]),
            },
        };
    }

    private static JsonObject Version(ResourceSchema schema)
    {
        var json = new JsonObject
        {
            ["name"] = schema.Version,
            ["served"] = true,
            ["storage"] = schema.Storage,
            ["schema"] = new JsonObject { ["openAPIV3Schema"] = CrdSchemaWriter.Write(schema.Root) },
            ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
        };
        if (schema.Columns.Length > 0)
        {
            json["additionalPrinterColumns"] = new JsonArray([.. schema.Columns.Select(static column => Column(column))]);
        }

        return json;
    }

    private static JsonObject Column(PrinterColumn column)
    {
        var json = new JsonObject { ["name"] = column.Name, ["type"] = column.Type, ["jsonPath"] = column.JsonPath };
        if (column.Description.Length > 0)
        {
            json["description"] = column.Description;
        }

        if (column.Priority > 0)
        {
            json["priority"] = column.Priority;
        }

        return json;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => JsonValue.Create(text))]);
}
