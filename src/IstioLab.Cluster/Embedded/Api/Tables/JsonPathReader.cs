using System.Globalization;
using System.Text.Json;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>
/// The JSON paths of printer columns: <c>.spec.hosts</c>, <c>.status.conditions[?(@.type=='Ready')].status</c>, <c>.items[0].name</c>.
/// </summary>
internal static class JsonPathReader
{
    /// <summary>The first value at the path, or null.</summary>
    public static JsonElement? Find(JsonElement root, string path)
    {
        var text = path.AsSpan().Trim();
        if (text.StartsWith("{") && text.EndsWith("}")) text = text[1..^1];
        JsonElement? current = root;
        while (current is { } element && text.Length > 0)
        {
            if (text[0] == '[')
            {
                var end = text.IndexOf(']');
                if (end < 0) return null;
                current = Index(element, text[1..end]);
                text = text[(end + 1)..];
                continue;
            }
            if (text[0] == '.') text = text[1..];
            var (name, length) = Name(text);
            text = text[length..];
            current = element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
        }
        return current;
    }

    // A dot inside a name is escaped: .metadata.annotations.example\.com/x
    private static (string Name, int Length) Name(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (text[length] is not ('.' or '[') || (length > 0 && text[length - 1] == '\\'))) length++;
        return (text[..length].ToString().Replace("\\.", "."), length);
    }

    private static JsonElement? Index(JsonElement element, ReadOnlySpan<char> inner)
    {
        if (inner.Length > 2 && inner[0] is '\'' or '"')
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(inner[1..^1], out var member) ? member : null;
        if (element.ValueKind != JsonValueKind.Array) return null;
        if (inner.SequenceEqual("*")) return element.GetArrayLength() > 0 ? element[0] : null;
        if (int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            if (index < 0) index += element.GetArrayLength();
            return index >= 0 && index < element.GetArrayLength() ? element[index] : null;
        }
        return inner.StartsWith("?(@.") && inner.EndsWith(")") ? Filter(element, inner[4..^1].ToString()) : null;
    }

    private static JsonElement? Filter(JsonElement list, string condition)
    {
        var parts = condition.Split("==", 2);
        if (parts.Length != 2) return null;
        var wanted = parts[1].Trim().Trim('\'', '"');
        foreach (var item in list.EnumerateArray())
            if (Find(item, $".{parts[0].Trim()}") is { } value && value.ToString() == wanted) return item;
        return null;
    }
}
