using System.Text.Json.Nodes;

namespace IstioLab.Labs.Manifests;

/// <summary>
/// The three-way patch of <c>kubectl apply</c> as a JSON merge patch (RFC 7386): what the manifest has and the live object lacks, and
/// null for what the last manifest had and this one has no more.
/// </summary>
internal static class MergePatch
{
    /// <returns>The patch; without fields when nothing changes.</returns>
    public static JsonObject Create(JsonObject? last, JsonObject desired, JsonObject live)
    {
        var patch = new JsonObject();
        foreach (var (key, value) in desired)
        {
            if (value is JsonObject wanted && live[key] is JsonObject present)
            {
                var inner = Create(last?[key] as JsonObject, wanted, present);
                if (inner.Count > 0)
                {
                    patch[key] = inner;
                }
            }
            else if (!Covers(live[key], value))
            {
                patch[key] = value?.DeepClone();
            }
        }

        foreach (var (key, _) in last ?? [])
        {
            if (!desired.ContainsKey(key) && live.ContainsKey(key))
            {
                patch[key] = null;
            }
        }

        return patch;
    }

    /// <summary>Whether a live value has all that is wanted; what the server added by itself does not count.</summary>
    public static bool Covers(JsonNode? live, JsonNode? wanted) => (live, wanted) switch
    {
        (JsonObject has, JsonObject wants) => wants.All(field => Covers(has[field.Key], field.Value)),
        (JsonArray has, JsonArray wants) => has.Count == wants.Count && has.Zip(wants).All(pair => Covers(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(live, wanted),
    };
}
