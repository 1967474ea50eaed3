using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Reads objects whose fields may be missing or of another type than they should be, because anyone may have written them.</summary>
internal static class ObjectReading
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    public static string Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value ? value.ToString() : "";

    public static int Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        int.TryParse(node.Text(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray ?? []).OfType<JsonObject>();

    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray ?? []).OfType<JsonValue>().Select(value => value.ToString());

    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.Text(), StringComparer.Ordinal);
}
