using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace IstioLab.Config.Schemas.Text;

/// <summary>All schema files together: finds types by name and parses each when it is first used.</summary>
internal sealed class SchemaLibrary
{
    private readonly Dictionary<string, (SchemaFile File, int Line)> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaRule> _rules = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<SchemaShape>> _shapes = new(StringComparer.Ordinal);

    public SchemaLibrary(IEnumerable<string> texts)
    {
        Files = [.. texts.Select(static text => new SchemaFile(text))];
        foreach (var file in Files)
        {
            foreach (var (name, line) in file.Types)
            {
                _types.Add(name, (file, line));
            }

            foreach (var (name, rule) in file.Rules)
            {
                _rules.Add(name, rule);
            }
        }
    }

    public ImmutableArray<SchemaFile> Files { get; }

    public bool HasType(string name) => _types.ContainsKey(name);

    public SchemaRule Rule(string name) =>
        _rules.TryGetValue(name, out var rule) ? rule : throw new InvalidDataException($"Schema rule '{name}' is not defined.");

    /// <summary>The node of an object type; its body is parsed when it is first asked for.</summary>
    public SchemaNode Reference(string typeName, SchemaAttributes attributes) => new()
    {
        Type = SchemaType.Object,
        TypeName = typeName,
        SharedShape = Shape(typeName),
        Nullable = attributes.Has("nullable"),
        AtomicMap = attributes.Has("atomic"),
        PatchStrategy = attributes.Has("retain") ? PatchStrategy.RetainKeys : PatchStrategy.Replace,
        Limits = attributes.Limits(),
    };

    private Lazy<SchemaShape> Shape(string typeName)
    {
        if (!_types.ContainsKey(typeName))
        {
            throw new InvalidDataException($"Schema type '{typeName}' is not defined.");
        }

        return _shapes.GetOrAdd(typeName, name => new Lazy<SchemaShape>(() => Parse(name)));
    }

    private SchemaShape Parse(string typeName)
    {
        var (file, line) = _types[typeName];
        return new SchemaTypeParser(this, file).Parse(line);
    }
}
