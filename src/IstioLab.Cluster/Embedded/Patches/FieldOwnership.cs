using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>
/// Keeps <c>metadata.managedFields</c> and does server-side apply
/// (https://kubernetes.io/docs/reference/using-api/server-side-apply/).
/// </summary>
internal static class FieldOwnership
{
    private static readonly string[] s_neverOwned =
    [
        "f:name", "f:namespace", "f:creationTimestamp", "f:selfLink", "f:uid", "f:clusterName", "f:generation", "f:managedFields", "f:resourceVersion",
    ];

    /// <summary>Records who changed what by a write that is not an apply.</summary>
    /// <param name="before">The stored object; null for a creation.</param>
    /// <param name="after">The new object; gets the managed fields.</param>
    /// <param name="manager">Who writes; its field set is ignored.</param>
    /// <param name="schema">The kind's schema.</param>
    /// <param name="custom">Whether the kind is custom.</param>
    /// <param name="ownsStatus">Whether this way of writing can change the status.</param>
    public static void RecordUpdate(JsonObject? before, JsonObject after, ManagedFieldsEntry manager, SchemaNode? schema, bool custom, bool ownsStatus = true)
    {
        // A client may edit the entries themselves; a list of nothing, or of one empty entry, resets the ownership of all fields.
        var given = after["metadata"]?["managedFields"] as JsonArray;
        var reset = given is { Count: 0 } or [JsonObject { Count: 0 }];
        var managed = reset ? ManagedFields.Read(null) : ManagedFields.Read(given is null ? before : after);
        var comparison = FieldComparison.Between(before, after, schema, custom);
        var changed = Strip(comparison.Changed, ownsStatus);
        var removed = Strip(comparison.Removed, ownsStatus);
        managed.RemoveFromOthers(changed.Union(removed), manager);
        var own = managed.Find(manager)?.Fields ?? new FieldSet();
        managed.Set(manager with { Fields = own.Except(removed).Union(changed) });
        managed.Write(after);
    }

    /// <summary>Merges an applied configuration into the live object.</summary>
    /// <param name="live">The stored object; null when it does not exist.</param>
    /// <param name="config">What the applier wants; not changed.</param>
    /// <param name="manager">The applier; its field set is ignored.</param>
    /// <param name="force">Take fields over from other managers.</param>
    /// <param name="schema">The kind's schema.</param>
    /// <param name="custom">Whether the kind is custom.</param>
    /// <param name="conflicts">Fields that other managers own; the result is not to be stored if there are any.</param>
    /// <param name="ownsStatus">Whether this way of writing can change the status.</param>
    public static JsonObject Apply(
        JsonObject? live, JsonObject config, ManagedFieldsEntry manager, bool force, SchemaNode? schema, bool custom, out IReadOnlyList<ApplyConflict> conflicts, bool ownsStatus = true)
    {
        var managed = ManagedFields.Read(live);
        var wanted = Strip(FieldPaths.Of(config, schema), ownsStatus);
        var earlier = managed.Find(manager)?.Fields ?? new FieldSet();
        var others = managed.Entries.Where(entry => !entry.SameManager(manager)).Select(entry => entry.Fields).ToList();
        var result = (live?.DeepClone() ?? new JsonObject()).AsObject();
        ApplyMerge.Merge(result, config, schema);
        ApplyMerge.Prune(result, earlier, wanted, others, schema);

        var comparison = FieldComparison.Between(live, result, schema, custom);
        var changed = Strip(comparison.Changed, ownsStatus);
        conflicts = live is null || force
            ? []
            : [.. managed.Entries.Where(entry => !entry.SameManager(manager)).SelectMany(entry => Conflicts(entry, changed.Intersect(wanted)))];
        managed.RemoveFromOthers(changed.Union(Strip(comparison.Removed, ownsStatus)), manager);
        managed.Set(manager with { Fields = wanted });
        managed.Write(result);
        return result;
    }

    private static IEnumerable<ApplyConflict> Conflicts(ManagedFieldsEntry entry, FieldSet changed) =>
        entry.Fields.Intersect(changed).Paths().Select(path => new ApplyConflict(entry.Describe(), path));

    private static FieldSet Strip(FieldSet set, bool ownsStatus)
    {
        if (!ownsStatus) set.Remove("f:status");
        set.Remove("f:apiVersion");
        set.Remove("f:kind");
        if (set.FindChild("f:metadata") is { } metadata)
        {
            metadata.IsMember = false;
            foreach (var element in s_neverOwned) metadata.Remove(element);
            if (metadata.IsEmpty) set.Remove("f:metadata");
        }
        return set;
    }
}
