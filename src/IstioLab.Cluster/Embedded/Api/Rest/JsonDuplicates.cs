using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Bodies that name a field twice.</summary>
internal static class JsonDuplicates
{
    /// <summary>The path of the first field that stands twice, or null (also when the text is no JSON).</summary>
    public static string? Find(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 256 });
            reader.Read();
            return Find(ref reader, "");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Parses; the last of equal fields counts.</summary>
    public static JsonNode? ParseLastWins(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        return Read(ref reader);
    }

    private static string? Find(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
                if (Find(ref reader, $"{path}[{index}]") is { } found) return found;
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                var below = path.Length == 0 ? name : $"{path}.{name}";
                if (!names.Add(name)) return below;
                reader.Read();
                if (Find(ref reader, below) is { } found) return found;
            }
        }
        return null;
    }

    private static JsonNode? Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(Read(ref reader));
                return list;
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    map[name] = Read(ref reader);
                }
                return map;
            default:
                return JsonNode.Parse(ref reader);
        }
    }
}
