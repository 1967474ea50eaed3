using System.Collections.Immutable;

namespace IstioLab.Config.Yaml;

/// <summary>A mapping; the order of the text is kept.</summary>
public sealed class YamlMapping : YamlNode
{
    private const int ManyFields = 12;

    private readonly Dictionary<string, YamlNode>? byKey;

    /// <summary>Builds a mapping; of a key that comes twice the last value counts, as in Kubernetes.</summary>
    public YamlMapping(ImmutableArray<YamlField> fields, SourcePosition? position)
        : base(position)
    {
        Fields = fields;
        if (fields.Length < ManyFields)
        {
            return;
        }

        byKey = new Dictionary<string, YamlNode>(fields.Length, StringComparer.Ordinal);
        foreach (var field in fields)
        {
            byKey[field.Key] = field.Value;
        }
    }

    /// <summary>The fields in the order of the text, with repeated keys.</summary>
    public ImmutableArray<YamlField> Fields { get; }

    /// <summary>Finds a field.</summary>
    public YamlNode? Find(string key)
    {
        if (byKey is not null)
        {
            return byKey.GetValueOrDefault(key);
        }

        for (var position = Fields.Length - 1; position >= 0; position--)
        {
            if (string.Equals(Fields[position].Key, key, StringComparison.Ordinal))
            {
                return Fields[position].Value;
            }
        }

        return null;
    }
}
