using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Validation;

/// <summary>A JSON value and where it stands. A missing value reads as protobuf's default: empty text, 0, false, no items.</summary>
internal readonly struct ConfigValue(JsonNode? node, string path)
{
    public JsonNode? Node { get; } = node;

    public string Path { get; } = path;

    public bool Exists => Node is not null;

    /// <summary>The text of a string, "" otherwise.</summary>
    public string Text => Node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>The value of a number, 0 otherwise.</summary>
    public double Number => Node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
        : 0;

    /// <summary>The whole part of a number, 0 otherwise.</summary>
    public long Whole => Number is >= long.MinValue and <= long.MaxValue ? (long)Number : 0;

    public bool Flag => Node is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public int Count => Node switch
    {
        JsonArray array => array.Count,
        JsonObject map => map.Count,
        _ => 0,
    };

    /// <summary>A field by its JSON name, or by the protobuf spelling that Istio accepts too (<c>mirror_percent</c>).</summary>
    public ConfigValue this[string name]
    {
        get
        {
            var child = Node is JsonObject map ? map[name] ?? map[Snake(name)] : null;
            return new ConfigValue(child, Path.Length == 0 ? name : KeyPath(name));
        }
    }

    public IEnumerable<ConfigValue> Items
    {
        get
        {
            if (Node is not JsonArray array)
            {
                yield break;
            }

            for (var i = 0; i < array.Count; i++)
            {
                yield return new ConfigValue(array[i], string.Create(CultureInfo.InvariantCulture, $"{Path}[{i}]"));
            }
        }
    }

    /// <summary>The keys and values of a map.</summary>
    public IEnumerable<KeyValuePair<string, ConfigValue>> Entries
    {
        get
        {
            if (Node is not JsonObject map)
            {
                yield break;
            }

            foreach (var (key, value) in map)
            {
                yield return KeyValuePair.Create(key, new ConfigValue(value, KeyPath(key)));
            }
        }
    }

    public IReadOnlyList<string> Texts => [.. Items.Select(static item => item.Text)];

    /// <summary>Whether a field is written, even as an empty object.</summary>
    public bool Has(string name) => this[name].Exists;

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c))
            {
                text.Append('_').Append(char.ToLowerInvariant(c));
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    private string KeyPath(string key) =>
        key.AsSpan().IndexOfAny('.', '/', ' ') < 0 && key.Length > 0 ? $"{Path}.{key}" : $"{Path}[{key}]";
}
