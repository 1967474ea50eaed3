using System.Text;
using System.Text.Json;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>One term of a field selector.</summary>
/// <param name="Path">Dotted path.</param>
/// <param name="Value">The value to compare with; a missing field counts as empty text.</param>
/// <param name="Negated">Whether the value must differ.</param>
internal sealed record FieldRequirement(string Path, string Value, bool Negated)
{
    private readonly string[] _segments = Path.Split('.');

    /// <summary>Whether an object satisfies this term.</summary>
    public bool Matches(StoredObject item) => string.Equals(Read(item), Value, StringComparison.Ordinal) != Negated;

    private string Read(StoredObject item) => Path switch
    {
        "metadata.name" => item.Name,
        "metadata.namespace" => item.Namespace,
        _ => Read(item.Json.Span),
    };

    private string Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        foreach (var segment in _segments)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !MoveTo(ref reader, segment)) return "";
        }
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };
    }

    private static bool MoveTo(ref Utf8JsonReader reader, string property)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(property);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }
        return false;
    }
}
