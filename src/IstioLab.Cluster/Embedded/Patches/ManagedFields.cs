using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>The content of <c>metadata.managedFields</c>.</summary>
internal sealed class ManagedFields
{
    private readonly List<ManagedFieldsEntry> _entries;

    private ManagedFields(List<ManagedFieldsEntry> entries) => _entries = entries;

    /// <summary>The entries.</summary>
    public IReadOnlyList<ManagedFieldsEntry> Entries => _entries;

    /// <summary>Reads an object's entries.</summary>
    public static ManagedFields Read(JsonObject? body)
    {
        var entries = body?["metadata"]?["managedFields"] as JsonArray;
        return new ManagedFields(entries is null ? [] : [.. entries.OfType<JsonObject>().Select(ManagedFieldsEntry.FromJson)]);
    }

    /// <summary>The entry of a manager, or null.</summary>
    public ManagedFieldsEntry? Find(ManagedFieldsEntry like) => _entries.Find(entry => entry.SameManager(like));

    /// <summary>Puts an entry in place of the manager's earlier one; the earlier time stays if the fields are the same.</summary>
    public void Set(ManagedFieldsEntry entry)
    {
        var index = _entries.FindIndex(each => each.SameManager(entry));
        if (index >= 0 && _entries[index].Fields.SetEquals(entry.Fields)) return;
        if (index >= 0) _entries.RemoveAt(index);
        if (!entry.Fields.IsEmpty) _entries.Add(entry);
    }

    /// <summary>Takes fields away from all managers but one.</summary>
    public void RemoveFromOthers(FieldSet fields, ManagedFieldsEntry manager)
    {
        for (var index = _entries.Count - 1; index >= 0; index--)
        {
            if (_entries[index].SameManager(manager)) continue;
            var rest = _entries[index].Fields.Except(fields);
            if (rest.IsEmpty) _entries.RemoveAt(index);
            else _entries[index] = _entries[index] with { Fields = rest };
        }
    }

    /// <summary>Writes the entries into an object: appliers first, then by time and name.</summary>
    public void Write(JsonObject body)
    {
        var metadata = body["metadata"]!.AsObject();
        metadata.Remove("managedFields");
        if (_entries.Count == 0) return;
        var ordered = _entries
            .OrderBy(entry => entry.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal);
        metadata["managedFields"] = new JsonArray([.. ordered.Select(entry => (JsonNode)entry.ToJson())]);
    }
}
