using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>Merges one list of a strategic merge patch: by merge key, or as a set of scalars.</summary>
internal static class StrategicListMerge
{
    /// <summary>Merges the patch's elements into the target in place.</summary>
    /// <param name="target">The list to change.</param>
    /// <param name="patch">The elements of the patch.</param>
    /// <param name="schema">The list's schema.</param>
    /// <param name="order">The patch's <c>$setElementOrder</c> for this list, or null.</param>
    public static void Apply(JsonArray target, JsonArray patch, SchemaNode schema, JsonArray? order)
    {
        var before = target.Select(item => item?.DeepClone()).ToList();
        var key = schema.PatchMergeKey;
        if (key is null) MergeScalars(target, patch);
        else MergeObjects(target, patch, key, schema.Items);
        if (order is not null) Sort(target, before, order, key);
    }

    private static void MergeScalars(JsonArray target, JsonArray patch)
    {
        foreach (var item in patch)
            if (!target.Any(each => JsonNode.DeepEquals(each, item))) target.Add(item?.DeepClone());
    }

    private static void MergeObjects(JsonArray target, JsonArray patch, string key, SchemaNode? schema)
    {
        if (patch.OfType<JsonObject>().Any(item => Directive(item) == "replace" && !item.ContainsKey(key))) target.Clear();
        foreach (var node in patch)
        {
            if (node is not JsonObject item) throw new PatchException($"a list element is not an object, but the list is merged by '{key}'");
            var directive = Directive(item);
            if (directive == "replace" && !item.ContainsKey(key)) continue;
            if (!item.ContainsKey(key)) throw new PatchException($"map: {item.ToJsonString()} does not contain declared merge key: {key}");
            MergeObject(target, item, key, directive, schema);
        }
    }

    private static void MergeObject(JsonArray target, JsonObject item, string key, string? directive, SchemaNode? schema)
    {
        var index = IndexOf(target, item[key], key);
        if (directive == "delete")
        {
            for (; index >= 0; index = IndexOf(target, item[key], key)) target.RemoveAt(index);
            return;
        }
        if (index < 0)
        {
            index = target.Count;
            target.Add(new JsonObject());
        }
        StrategicMergePatch.Apply(target[index]!.AsObject(), item, schema);
    }

    // Elements of the patch follow the order of $setElementOrder; those that only the server has keep their place relative to
    // the elements that were there before.
    private static void Sort(JsonArray target, List<JsonNode?> before, JsonArray order, string? key)
    {
        var wanted = order.Select(item => Identity(item, key)).ToList();
        var earlier = before.Select(item => Identity(item, key)).ToList();
        var items = target.ToList();
        target.Clear();
        var named = new Queue<JsonNode?>(items.Where(item => Position(wanted, item, key) >= 0).OrderBy(item => Position(wanted, item, key)));
        var others = new Queue<JsonNode?>(items.Where(item => Position(wanted, item, key) < 0));
        while (named.Count + others.Count > 0)
        {
            if (others.Count == 0 || (named.Count > 0 && !Precedes(others.Peek(), named.Peek()))) target.Add(named.Dequeue());
            else target.Add(others.Dequeue());
        }

        bool Precedes(JsonNode? other, JsonNode? next)
        {
            var left = Position(earlier, other, key);
            var right = Position(earlier, next, key);
            return left >= 0 && right >= 0 && left < right;
        }
    }

    private static int Position(List<string> order, JsonNode? item, string? key) => order.IndexOf(Identity(item, key));

    private static string Identity(JsonNode? item, string? key) =>
        (key is not null && item is JsonObject map ? map[key] : item)?.ToJsonString() ?? "null";

    private static int IndexOf(JsonArray list, JsonNode? value, string key)
    {
        for (var index = 0; index < list.Count; index++)
            if (list[index] is JsonObject item && JsonNode.DeepEquals(item[key], value)) return index;
        return -1;
    }

    private static string? Directive(JsonObject item) => item[StrategicMergePatch.Directive]?.GetValue<string>();
}
