using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace IstioLab.Config.Yaml;

/// <summary>Reads typed values out of trees; what has the wrong type reads as absent, validation says so elsewhere.</summary>
internal static class YamlNodeReading
{
    public static YamlNode? Child(this YamlNode? node, string key) => node?[key];

    public static string Text(this YamlNode? node, string key) => node?[key] is YamlScalar scalar ? scalar.AsText() : "";

    public static string? OptionalText(this YamlNode? node, string key) =>
        node?[key] is YamlScalar { Kind: not YamlScalarKind.Null } scalar ? scalar.Text : null;

    public static string AsText(this YamlNode? node) => node is YamlScalar { Kind: not YamlScalarKind.Null } scalar ? scalar.Text : "";

    public static ImmutableArray<YamlNode> Items(this YamlNode? node, string key) =>
        node?[key] is YamlSequence sequence ? sequence.Items : [];

    public static ImmutableArray<string> Texts(this YamlNode? node, string key) => node.Read(key, 0, static (_, item, _) => item.AsText());

    /// <summary>Reads each item of a list; nothing is allocated for a list that is not there, as most are not.</summary>
    public static ImmutableArray<T> Read<TReader, T>(this YamlNode? node, string key, TReader reader, Func<TReader, YamlNode, int, T> read)
    {
        var items = node.Items(key);
        if (items.IsEmpty)
        {
            return [];
        }

        var result = ImmutableArray.CreateBuilder<T>(items.Length);
        for (var index = 0; index < items.Length; index++)
        {
            result.Add(read(reader, items[index], index));
        }

        return result.MoveToImmutable();
    }

    public static ImmutableArray<YamlField> Fields(this YamlNode? node, string key) =>
        node?[key] is YamlMapping mapping ? mapping.Fields : [];

    public static bool Has(this YamlNode? node, string key) => node?[key] is { } value and not YamlScalar { Kind: YamlScalarKind.Null };

    public static int Integer(this YamlNode? node, string key) => (int)(node.OptionalLong(key) ?? 0);

    public static long? OptionalLong(this YamlNode? node, string key)
    {
        if (node?[key] is not YamlScalar scalar)
        {
            return null;
        }

        if (long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        // Protobuf's JSON reads 5.0 and "5" as whole numbers.
        return double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsInteger(number) && Math.Abs(number) < long.MaxValue
            ? (long)number
            : null;
    }

    public static double? OptionalNumber(this YamlNode? node, string key) =>
        node?[key] is YamlScalar scalar
        && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    public static bool? OptionalBoolean(this YamlNode? node, string key) => node?[key] is YamlScalar scalar
        ? scalar.Text switch { "true" => true, "false" => false, _ => null }
        : null;

    public static bool Boolean(this YamlNode? node, string key) => node.OptionalBoolean(key) ?? false;

    public static TimeSpan? Duration(this YamlNode? node, string key) =>
        node?[key] is YamlScalar scalar ? GoDuration.Parse(scalar.Text) : null;

    public static FrozenDictionary<string, string> ToTextMap(this YamlNode? node)
    {
        if (node is not YamlMapping { Fields.Length: > 0 } mapping)
        {
            return FrozenDictionary<string, string>.Empty;
        }

        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in mapping.Fields)
        {
            result[field.Key] = field.Value.AsText();
        }

        return result.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
