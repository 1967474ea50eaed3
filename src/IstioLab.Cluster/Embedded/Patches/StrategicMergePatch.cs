using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>
/// Strategic merge patch
/// (https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/#use-a-strategic-merge-patch-to-update-a-deployment),
/// with <c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder</c> and <c>$deleteFromPrimitiveList</c>.
/// </summary>
internal static class StrategicMergePatch
{
    internal const string Directive = "$patch";
    internal const string SetElementOrder = "$setElementOrder/";
    private const string DeleteFromPrimitiveList = "$deleteFromPrimitiveList/";
    private const string RetainKeys = "$retainKeys";

    /// <summary>Merges the patch into the target in place.</summary>
    /// <exception cref="PatchException">A directive is unknown or a list element lacks its merge key.</exception>
    public static void Apply(JsonObject target, JsonObject patch, SchemaNode? schema)
    {
        switch (patch[Directive]?.GetValue<string>())
        {
            case null or "merge":
                break;
            case "replace":
                target.Clear();
                foreach (var (name, value) in patch)
                    if (name != Directive && value is not null) target[name] = value.DeepClone();
                return;
            case "delete":
                target.Clear();
                return;
            case var other:
                throw new PatchException($"unknown patch type found: {other}");
        }
        ApplyRetainKeys(target, patch);
        foreach (var (name, value) in patch)
        {
            if (name is Directive or RetainKeys) continue;
            if (name.StartsWith(SetElementOrder, StringComparison.Ordinal)) Reorder(target, patch, name[SetElementOrder.Length..], value, schema);
            else if (name.StartsWith(DeleteFromPrimitiveList, StringComparison.Ordinal)) DeleteScalars(target, name[DeleteFromPrimitiveList.Length..], value);
            else ApplyField(target, name, value, patch, schema);
        }
    }

    private static void ApplyField(JsonObject target, string name, JsonNode? value, JsonObject patch, SchemaNode? schema)
    {
        var field = FieldOf(schema, name);
        var existing = target[name];
        if (value is null)
        {
            target.Remove(name);
        }
        else if (value is JsonObject child)
        {
            if (existing is not JsonObject kept) target[name] = kept = [];
            Apply(kept, child, field);
        }
        else if (value is JsonArray list && IsMerged(field))
        {
            if (existing is not JsonArray kept) target[name] = kept = [];
            StrategicListMerge.Apply(kept, list, field!, patch[SetElementOrder + name] as JsonArray);
        }
        else
        {
            target[name] = value.DeepClone();
        }
    }

    private static void Reorder(JsonObject target, JsonObject patch, string name, JsonNode? order, SchemaNode? schema)
    {
        if (patch.ContainsKey(name) || order is not JsonArray wanted || target[name] is not JsonArray existing) return;
        var field = FieldOf(schema, name);
        if (IsMerged(field)) StrategicListMerge.Apply(existing, [], field!, wanted);
    }

    private static void DeleteScalars(JsonObject target, string name, JsonNode? values)
    {
        if (target[name] is not JsonArray existing || values is not JsonArray deleted) return;
        for (var index = existing.Count - 1; index >= 0; index--)
            if (deleted.Any(each => JsonNode.DeepEquals(each, existing[index]))) existing.RemoveAt(index);
    }

    private static void ApplyRetainKeys(JsonObject target, JsonObject patch)
    {
        if (patch[RetainKeys] is not JsonArray keys) return;
        var retained = keys.Select(key => key?.GetValue<string>() ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith('$') || value is null || retained.Contains(name)) continue;
            throw new PatchException($"'{name}' is in the patch but not in its $retainKeys list");
        }
        foreach (var name in target.Select(pair => pair.Key).Where(name => !retained.Contains(name)).ToList()) target.Remove(name);
    }

    private static bool IsMerged(SchemaNode? node) => node is { Type: SchemaType.Array } && node.PatchStrategy.HasFlag(PatchStrategy.Merge);

    private static SchemaNode? FieldOf(SchemaNode? schema, string name) =>
        schema is null ? null : schema.FindField(name)?.Node ?? (schema.Type == SchemaType.Map ? schema.Items : null);
}
