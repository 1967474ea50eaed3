using System.Collections.Immutable;
using System.Globalization;

namespace IstioLab.Config.Schemas.Text;

/// <summary>The attributes behind a type or field: <c>name</c> or <c>name:value</c>, those of list elements apart.</summary>
internal sealed class SchemaAttributes
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    public static SchemaAttributes Empty { get; } = new([]);

    public SchemaAttributes(ReadOnlySpan<string> words)
    {
        List<string>? item = null;
        foreach (var word in words)
        {
            if (word.StartsWith("item.", StringComparison.Ordinal))
            {
                (item ??= []).Add(word[5..]);
                continue;
            }

            var colon = word.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = colon < 0 ? (word, "") : (word[..colon], word[(colon + 1)..]);
            if (!_values.TryGetValue(name, out var list))
            {
                _values[name] = list = [];
            }

            list.Add(value);
        }

        Item = item is null ? this : new SchemaAttributes([.. item]);
        HasItem = item is not null;
    }

    public bool HasItem { get; }

    /// <summary>The attributes of the elements.</summary>
    public SchemaAttributes Item { get => HasItem ? field : Empty; }

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.TryGetValue(name, out var list) ? list[0] : null;

    public IReadOnlyList<string> All(string name) => _values.TryGetValue(name, out var list) ? list : [];

    public ImmutableArray<string> Words(string name, char separator) =>
        _values.TryGetValue(name, out var list) && list[0].Length > 0 ? [.. list[0].Split(separator)] : [];

    public long? Whole(string name) =>
        _values.TryGetValue(name, out var list) ? long.Parse(list[0], CultureInfo.InvariantCulture) : null;

    public double? Number(string name) =>
        _values.TryGetValue(name, out var list) ? double.Parse(list[0], CultureInfo.InvariantCulture) : null;

    public SchemaLimits Limits() => _values.Count == 0
        ? SchemaLimits.None
        : new SchemaLimits
        {
            Enum = [.. Words("enum", '|').Select(static word => word == "''" ? "" : word)],
            Minimum = Number("min"),
            Maximum = Number("max"),
            ExclusiveMinimum = Has("xmin"),
            MinLength = Whole("minlen"),
            MaxLength = Whole("maxlen"),
            Pattern = Text("pattern")?.Replace("\\x20", " ", StringComparison.Ordinal),
            MinItems = Whole("minitems"),
            MaxItems = Whole("maxitems"),
            MinProperties = Whole("minprops"),
            MaxProperties = Whole("maxprops"),
        };
}
