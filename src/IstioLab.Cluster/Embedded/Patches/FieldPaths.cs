using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>How a value falls apart into the fields that server-side apply owns one by one.</summary>
internal static class FieldPaths
{
    /// <summary>Whether an object's fields are owned one by one.</summary>
    public static bool IsGranularMap(JsonNode? value, SchemaNode? schema) =>
        value is JsonObject && schema is not { AtomicMap: true } && schema?.Format is not ("raw" or "fields");

    /// <summary>Whether a list's elements are owned one by one.</summary>
    public static bool IsGranularList(JsonNode? value, SchemaNode? schema) =>
        value is JsonArray && schema is { ListType: ListType.Map or ListType.Set };

    /// <summary>The schema of an object's field.</summary>
    public static SchemaNode? FieldOf(SchemaNode? schema, string name) =>
        schema is null ? null : schema.FindField(name)?.Node ?? (schema.Type == SchemaType.Map ? schema.Items : null);

    /// <summary>The path element of a list element.</summary>
    public static string ElementOf(JsonNode? item, SchemaNode list)
    {
        if (list.ListType == ListType.Set || item is not JsonObject map) return $"v:{item?.ToJsonString() ?? "null"}";
        var keys = new JsonObject();
        foreach (var key in list.ListMapKeys.Order(StringComparer.Ordinal))
        {
            var value = map[key] ?? list.Items?.FindField(key)?.Default ?? (key == "protocol" ? JsonValue.Create("TCP") : null);
            if (value is not null) keys[key] = value.DeepClone();
        }
        return $"k:{keys.ToJsonString()}";
    }

    /// <summary>The fields that a value sets, as the configuration of an applier.</summary>
    public static FieldSet Of(JsonNode? value, SchemaNode? schema)
    {
        var set = new FieldSet();
        if (value is JsonObject map && IsGranularMap(value, schema)) AddFields(set, map, schema);
        else if (value is JsonArray list && IsGranularList(value, schema)) AddElements(set, list, schema!);
        else set.IsMember = true;
        return set;
    }

    private static void AddFields(FieldSet set, JsonObject map, SchemaNode? schema)
    {
        if (map.Count == 0) set.IsMember = true;
        foreach (var (name, value) in map)
        {
            var element = $"f:{name}";
            var child = set.Child(element).Union(Of(value, FieldOf(schema, name)));
            set.Remove(element);
            var slot = set.Child(element);
            Copy(child, slot);
            if (schema is not null && schema.FindField(name) is null) slot.IsMember = true;
        }
    }

    private static void AddElements(FieldSet set, JsonArray list, SchemaNode schema)
    {
        if (list.Count == 0) set.IsMember = true;
        foreach (var item in list)
        {
            var slot = set.Child(ElementOf(item, schema));
            if (schema.ListType == ListType.Map) Copy(Of(item, schema.Items), slot);
            slot.IsMember = true;
        }
    }

    private static void Copy(FieldSet from, FieldSet to)
    {
        to.IsMember |= from.IsMember;
        foreach (var (element, child) in from.Children) Copy(child, to.Child(element));
    }
}
