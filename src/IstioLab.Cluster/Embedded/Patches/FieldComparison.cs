using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>Which fields a write added or changed, and which it removed.</summary>
internal sealed class FieldComparison
{
    // Go structs that are values, not pointers, exist in an object before anyone sets them.
    private static readonly HashSet<string> s_alwaysThere =
        new(["f:metadata", "f:spec", "f:status", "f:template", "f:strategy", "f:containers", "f:scaleTargetRef"], StringComparer.Ordinal);

    private readonly bool _custom;

    private FieldComparison(bool custom) => _custom = custom;

    /// <summary>Fields that are new or have another value.</summary>
    public FieldSet Changed { get; } = new();

    /// <summary>Fields that are gone.</summary>
    public FieldSet Removed { get; } = new();

    /// <summary>Compares two states of one object; null for one that does not exist.</summary>
    public static FieldComparison Between(JsonObject? before, JsonObject? after, SchemaNode? schema, bool custom)
    {
        var comparison = new FieldComparison(custom);
        comparison.CompareMaps(before ?? [], after ?? [], schema, comparison.Changed, comparison.Removed);
        comparison.Changed.IsMember = false;
        comparison.Removed.IsMember = false;
        return comparison;
    }

    private void Compare(JsonNode? before, JsonNode? after, SchemaNode? schema, FieldSet changed, FieldSet removed)
    {
        if (FieldPaths.IsGranularMap(before, schema) && FieldPaths.IsGranularMap(after, schema))
            CompareMaps(before!.AsObject(), after!.AsObject(), schema, changed, removed);
        else if (FieldPaths.IsGranularList(before, schema) && FieldPaths.IsGranularList(after, schema))
            CompareLists(before!.AsArray(), after!.AsArray(), schema!, changed, removed);
        else if (!JsonNode.DeepEquals(before, after))
            changed.IsMember = true;
    }

    private void CompareMaps(JsonObject before, JsonObject after, SchemaNode? schema, FieldSet changed, FieldSet removed)
    {
        foreach (var (name, value) in after)
        {
            var element = $"f:{name}";
            var field = FieldPaths.FieldOf(schema, name);
            if (before.TryGetPropertyValue(name, out var old)) CompareChild(old, value, field, element, changed, removed);
            else AddAll(changed.Child(element), value, field, element);
        }
        foreach (var (name, value) in before)
            if (!after.ContainsKey(name)) AddAll(removed.Child($"f:{name}"), value, FieldPaths.FieldOf(schema, name), "");
    }

    private void CompareLists(JsonArray before, JsonArray after, SchemaNode schema, FieldSet changed, FieldSet removed)
    {
        var old = Index(before, schema);
        var now = Index(after, schema);
        foreach (var (element, value) in now)
        {
            if (old.TryGetValue(element, out var earlier)) CompareChild(earlier, value, schema.Items, element, changed, removed);
            else AddAll(changed.Child(element), value, schema.Items, element);
        }
        foreach (var (element, value) in old)
            if (!now.ContainsKey(element)) AddAll(removed.Child(element), value, schema.Items, element);
    }

    private void CompareChild(JsonNode? before, JsonNode? after, SchemaNode? schema, string element, FieldSet changed, FieldSet removed)
    {
        var changedBelow = changed.Child(element);
        var removedBelow = removed.Child(element);
        Compare(before, after, schema, changedBelow, removedBelow);
        if (changedBelow.IsEmpty) changed.Remove(element);
        if (removedBelow.IsEmpty) removed.Remove(element);
    }

    private void AddAll(FieldSet set, JsonNode? value, SchemaNode? schema, string element)
    {
        var known = !_custom && s_alwaysThere.Contains(element);
        if (value is JsonObject { Count: > 0 } map && FieldPaths.IsGranularMap(value, schema))
        {
            set.IsMember |= !known;
            foreach (var (name, child) in map) AddAll(set.Child($"f:{name}"), child, FieldPaths.FieldOf(schema, name), $"f:{name}");
        }
        else if (value is JsonArray { Count: > 0 } list && FieldPaths.IsGranularList(value, schema))
        {
            set.IsMember |= !known;
            foreach (var (key, child) in Index(list, schema!)) AddAll(set.Child(key), child, schema!.Items, key);
        }
        else
        {
            set.IsMember = true;
        }
    }

    private static Dictionary<string, JsonNode?> Index(JsonArray list, SchemaNode schema)
    {
        var index = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in list) index[FieldPaths.ElementOf(item, schema)] = item;
        return index;
    }
}
