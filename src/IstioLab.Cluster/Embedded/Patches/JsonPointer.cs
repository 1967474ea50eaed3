using System.Globalization;
using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>A JSON pointer (RFC 6901).</summary>
internal readonly struct JsonPointer
{
    private readonly string[] _segments;

    private JsonPointer(string[] segments) => _segments = segments;

    /// <summary>Whether the pointer means the whole document.</summary>
    public bool IsRoot => _segments.Length == 0;

    /// <summary>The last segment.</summary>
    public string Last => _segments[^1];

    /// <summary>The pointer without its last segment.</summary>
    public JsonPointer Parent => new(_segments[..^1]);

    /// <summary>Reads a pointer.</summary>
    public static JsonPointer Parse(string text)
    {
        if (text.Length == 0) return new JsonPointer([]);
        if (text[0] != '/') throw new PatchException($"path '{text}' does not begin with '/'");
        return new JsonPointer([.. text[1..].Split('/').Select(segment => segment.Replace("~1", "/").Replace("~0", "~"))]);
    }

    /// <summary>Reads an index without sign and leading zeros, at most <paramref name="highest"/>.</summary>
    public static bool TryIndex(string text, int highest, out int index) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index <= highest && (text.Length == 1 || text[0] != '0');

    /// <summary>Whether this pointer is inside the other one's value.</summary>
    public bool IsBelow(JsonPointer other) =>
        _segments.Length > other._segments.Length && _segments.AsSpan(0, other._segments.Length).SequenceEqual(other._segments);

    /// <summary>The value; refuses when there is none.</summary>
    public JsonNode? Find(JsonNode? document, string operation) => TryFind(document, out var value)
        ? value
        : throw new PatchException($"{operation} operation does not apply: doc is missing path: {this}: missing value");

    /// <summary>The value, if there is one.</summary>
    public bool TryFind(JsonNode? document, out JsonNode? value)
    {
        value = document;
        foreach (var segment in _segments)
        {
            if (value is JsonObject parent && parent.TryGetPropertyValue(segment, out var member)) value = member;
            else if (value is JsonArray list && TryIndex(segment, list.Count - 1, out var index)) value = list[index];
            else return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Concat(_segments.Select(segment => "/" + segment.Replace("~", "~0").Replace("/", "~1")));
}
