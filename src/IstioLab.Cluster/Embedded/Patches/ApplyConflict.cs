namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>A field that an applier wants to set and another manager owns.</summary>
/// <param name="Manager">The owner, as <see cref="ManagedFieldsEntry.Describe"/> names it.</param>
/// <param name="Path">The field's path, beginning with a dot.</param>
internal sealed record ApplyConflict(string Manager, string Path)
{
    /// <summary>The message of a refused apply.</summary>
    public static string Describe(IReadOnlyList<ApplyConflict> conflicts)
    {
        if (conflicts is [var only]) return $"Apply failed with 1 conflict: conflict with {only.Manager}: {only.Path}";
        var byManager = conflicts.GroupBy(conflict => conflict.Manager).OrderBy(group => group.Key, StringComparer.Ordinal);
        var lines = byManager.SelectMany(group => group.Select(conflict => $"- {conflict.Path}").Prepend($"conflicts with {group.Key}:"));
        return $"Apply failed with {conflicts.Count} conflicts: {string.Join('\n', lines)}";
    }
}
