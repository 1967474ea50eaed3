using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.Custom;

namespace IstioLab.Cluster.Embedded.Api.Objects;

/// <summary>Reads a CustomResourceDefinition as a resource descriptor.</summary>
internal static class CustomResourceReader
{
    private static readonly ImmutableArray<string> s_readWrite = ["get", "patch", "update"];
    private static readonly TableColumn s_name = new("Name", "string", "name");
    private static readonly TableColumn s_age = new("Age", "date", JsonPath: ".metadata.creationTimestamp");

    /// <summary>The resource; null when no version is served.</summary>
    public static ResourceDescriptor? Read(JsonObject definition)
    {
        var spec = definition["spec"] as JsonObject ?? [];
        var served = JsonValues.Objects(spec["versions"]).Where(version => JsonValues.Flag(version["served"])).ToList();
        if (served.Count == 0) return null;
        var group = Text(spec["group"]);
        var names = new ResourceNames(
            Text(JsonValues.At(spec, "names", "kind")),
            Text(JsonValues.At(spec, "names", "plural")),
            Text(JsonValues.At(spec, "names", "singular")),
            Texts(JsonValues.At(spec, "names", "shortNames")),
            Texts(JsonValues.At(spec, "names", "categories")));
        var namespaced = Text(spec["scope"]) == "Namespaced";
        return new ResourceDescriptor
        {
            Group = group,
            Plural = names.Plural,
            Singular = names.Singular,
            Kind = names.Kind,
            ListKind = Text(JsonValues.At(spec, "names", "listKind")),
            Namespaced = namespaced,
            ShortNames = names.ShortNames,
            Categories = names.Categories,
            Custom = true,
            Subresources = [.. Subresources(served, names.Kind)],
            Versions =
            [
                .. served.Select(version => Version(version, group, names, namespaced)).OrderBy(version => version.Name, ApiVersionOrder.Instance),
            ],
        };
    }

    /// <summary>The descriptor of a kind that the schema catalogue already knows; saves reading its definition.</summary>
    public static ResourceDescriptor FromSchemas(IReadOnlyList<ResourceSchema> versions)
    {
        var first = versions[0];
        return new ResourceDescriptor
        {
            Group = first.Group,
            Plural = first.Names.Plural,
            Singular = first.Names.Singular,
            Kind = first.Kind,
            Namespaced = first.Namespaced,
            ShortNames = first.Names.ShortNames,
            Categories = first.Names.Categories,
            Custom = true,
            Subresources = [new SubresourceDescriptor("status", null, null, first.Kind, s_readWrite)],
            Versions =
            [
                .. versions.OrderBy(schema => schema.Version, ApiVersionOrder.Instance)
                    .Select(schema => new ResourceVersionDescriptor(schema.Version, schema, Columns(schema.Columns), schema.Storage)),
            ],
        };
    }

    private static ResourceVersionDescriptor Version(JsonObject version, string group, ResourceNames names, bool namespaced)
    {
        var schema = new ResourceSchema
        {
            Group = group,
            Version = Text(version["name"]),
            Names = names,
            Namespaced = namespaced,
            Custom = true,
            Storage = JsonValues.Flag(version["storage"]),
            Columns = [.. JsonValues.Objects(version["additionalPrinterColumns"]).Select(Column)],
            Root = CrdSchemaReader.Read(JsonValues.At(version, "schema", "openAPIV3Schema")),
        };
        return new ResourceVersionDescriptor(schema.Version, schema, Columns(schema.Columns), schema.Storage);
    }

    private static IEnumerable<SubresourceDescriptor> Subresources(List<JsonObject> versions, string kind)
    {
        if (versions.Exists(version => JsonValues.At(version, "subresources", "scale") is JsonObject))
            yield return new SubresourceDescriptor("scale", "autoscaling", "v1", "Scale", s_readWrite);
        if (versions.Exists(version => JsonValues.At(version, "subresources", "status") is JsonObject))
            yield return new SubresourceDescriptor("status", null, null, kind, s_readWrite);
    }

    private static ImmutableArray<TableColumn> Columns(ImmutableArray<PrinterColumn> columns) => columns.Length == 0
        ? [s_name, s_age]
        : [s_name, .. columns.Select(column => new TableColumn(column.Name, column.Type, "", column.Priority, column.JsonPath, column.Description))];

    private static PrinterColumn Column(JsonObject column) => new(
        Text(column["name"]), Text(column["type"]), Text(column["jsonPath"]), (int)(JsonValues.Number(column["priority"]) ?? 0), Text(column["description"]));

    private static string Text(JsonNode? node) => JsonValues.Text(node) ?? "";

    private static ImmutableArray<string> Texts(JsonNode? node) => node is JsonArray list ? [.. list.Select(Text)] : [];
}
