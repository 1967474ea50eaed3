using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>Merging and pruning of server-side apply.</summary>
internal static class ApplyMerge
{
    /// <summary>Merges an applied configuration into the target in place.</summary>
    public static void Merge(JsonObject target, JsonObject config, SchemaNode? schema)
    {
        foreach (var (name, value) in config)
        {
            var field = FieldPaths.FieldOf(schema, name);
            if (value is JsonObject map && FieldPaths.IsGranularMap(value, field))
            {
                if (target[name] is not JsonObject existing) target[name] = existing = [];
                Merge(existing, map, field);
            }
            else if (value is JsonArray list && FieldPaths.IsGranularList(value, field))
            {
                if (target[name] is not JsonArray existing) target[name] = existing = [];
                MergeList(existing, list, field!);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    /// <summary>Removes what the applier owned earlier, does not want now, and nobody else owns.</summary>
    public static void Prune(JsonNode target, FieldSet earlier, FieldSet wanted, IReadOnlyList<FieldSet> others, SchemaNode? schema)
    {
        foreach (var (element, owned) in earlier.Children)
        {
            var still = wanted.FindChild(element);
            var shared = others.Select(other => other.FindChild(element)).OfType<FieldSet>().ToList();
            if (still is null && shared.Count == 0) PruneAll(target, element, owned, schema);
            else if (Find(target, element, schema) is { } child)
                Prune(child, owned, still ?? new FieldSet(), shared, ChildSchema(schema, element));
        }
    }

    private static void PruneAll(JsonNode target, string element, FieldSet owned, SchemaNode? schema)
    {
        if (owned.IsMember || Find(target, element, schema) is not { } child)
        {
            Remove(target, element, schema);
            return;
        }
        Prune(child, owned, new FieldSet(), [], ChildSchema(schema, element));
        if (child is JsonObject { Count: 0 } or JsonArray { Count: 0 }) Remove(target, element, schema);
    }

    private static void MergeList(JsonArray target, JsonArray config, SchemaNode schema)
    {
        foreach (var item in config)
        {
            var element = FieldPaths.ElementOf(item, schema);
            var index = IndexOf(target, element, schema);
            if (index < 0) target.Add(item?.DeepClone());
            else if (target[index] is JsonObject existing && item is JsonObject map) Merge(existing, map, schema.Items);
        }
    }

    private static SchemaNode? ChildSchema(SchemaNode? schema, string element) =>
        element[0] == 'f' ? FieldPaths.FieldOf(schema, element[2..]) : schema?.Items;

    private static JsonNode? Find(JsonNode target, string element, SchemaNode? schema)
    {
        if (element[0] == 'f') return (target as JsonObject)?[element[2..]];
        if (target is not JsonArray list || schema is null) return null;
        var index = IndexOf(list, element, schema);
        return index < 0 ? null : list[index];
    }

    private static void Remove(JsonNode target, string element, SchemaNode? schema)
    {
        if (target is JsonObject map && element[0] == 'f') map.Remove(element[2..]);
        else if (target is JsonArray list && schema is not null && IndexOf(list, element, schema) is >= 0 and var index) list.RemoveAt(index);
    }

    private static int IndexOf(JsonArray list, string element, SchemaNode schema)
    {
        for (var index = 0; index < list.Count; index++)
            if (FieldPaths.ElementOf(list[index], schema) == element) return index;
        return -1;
    }
}
