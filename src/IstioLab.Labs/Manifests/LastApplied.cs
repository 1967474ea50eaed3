using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Manifests;

/// <summary>
/// The annotation in which <c>kubectl apply</c> keeps what it applied, letter by letter as kubectl writes it: a learner's own
/// <c>kubectl apply</c> of the same file then says "unchanged".
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds the annotation.</summary>
    public static void Write(JsonObject manifest)
    {
        var metadata = manifest["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
        {
            metadata["annotations"] = annotations = [];
        }

        annotations.Remove(Annotation);
        annotations[Annotation] = Text(manifest);
    }

    /// <summary>What was applied last; null when nothing was.</summary>
    public static void Remove(JsonObject manifest)
    {
        if (manifest["metadata"]?["annotations"] is JsonObject annotations && annotations.Remove(Annotation) && annotations.Count == 0)
        {
            manifest["metadata"]!.AsObject().Remove("annotations");
        }
    }

    public static JsonObject? Read(JsonObject live) =>
        (string?)live["metadata"]?["annotations"]?[Annotation] is { } text ? JsonNode.Parse(text) as JsonObject : null;

    // Go sorts the keys and escapes what HTML would read.
    private static string Text(JsonObject manifest) => Sort(manifest)!.ToJsonString(s_options)
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace(">", "\\u003e", StringComparison.Ordinal)
        .Replace("&", "\\u0026", StringComparison.Ordinal) + "\n";

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, Sort(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sort)]),
        _ => node?.DeepClone(),
    };
}
