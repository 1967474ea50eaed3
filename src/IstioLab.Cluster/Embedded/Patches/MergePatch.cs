using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>JSON Merge Patch (RFC 7386).</summary>
internal static class MergePatch
{
    /// <summary>Merges the patch into the target in place.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is JsonObject child) ApplyChild(target, name, child);
            else target[name] = value.DeepClone();
        }
    }

    private static void ApplyChild(JsonObject target, string name, JsonObject patch)
    {
        if (target[name] is not JsonObject existing)
        {
            existing = [];
            target[name] = existing;
        }
        Apply(existing, patch);
    }
}
