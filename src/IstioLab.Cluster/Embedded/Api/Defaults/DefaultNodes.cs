using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Api.Defaults;

/// <summary>Sets fields that are missing.</summary>
internal static class DefaultNodes
{
    /// <summary>Sets a text if the field is missing or empty.</summary>
    public static void Default(this JsonObject map, string name, string value)
    {
        if (map[name] is not { } existing || (existing is JsonValue text && text.TryGetValue<string>(out var given) && given.Length == 0)) map[name] = value;
    }

    /// <summary>Sets a number if the field is missing.</summary>
    public static void Default(this JsonObject map, string name, long value)
    {
        if (map[name] is null) map[name] = value;
    }

    /// <summary>Sets a flag if the field is missing.</summary>
    public static void Default(this JsonObject map, string name, bool value)
    {
        if (map[name] is null) map[name] = value;
    }

    /// <summary>The object in a field; an empty one is put there if it is missing.</summary>
    public static JsonObject EnsureObject(this JsonObject map, string name)
    {
        if (map[name] is JsonObject existing) return existing;
        var created = new JsonObject();
        map[name] = created;
        return created;
    }
}
