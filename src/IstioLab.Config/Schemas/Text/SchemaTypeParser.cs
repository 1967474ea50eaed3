using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Text;

/// <summary>Parses one <c>type</c> block. See <see cref="SchemaFile"/> for the language.</summary>
internal sealed class SchemaTypeParser(SchemaLibrary library, SchemaFile file)
{
    public SchemaShape Parse(int line)
    {
        var words = file.Line(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var attributes = new SchemaAttributes(words.AsSpan(2));
        var fields = new Dictionary<string, SchemaField>(StringComparer.Ordinal);
        var wire = new Dictionary<int, SchemaField>();
        foreach (var text in file.Below(line))
        {
            var field = ParseField(text);
            if (field.ProtobufNumber > 0)
            {
                wire[field.ProtobufNumber] = field;
            }

            if (!field.Inline)
            {
                fields[field.Name] = field;
                continue;
            }

            foreach (var (name, inner) in field.Node.Fields)
            {
                fields[name] = inner;
            }
        }

        return new SchemaShape
        {
            Fields = fields,
            WireFields = wire,
            PreserveUnknown = attributes.Has("preserve"),
            Rules = Rules(attributes),
            Junctions = SchemaChoice.Junctions(attributes.All("oneof")),
        };
    }

    private SchemaField ParseField(string text)
    {
        var split = text.IndexOf(" -- ", StringComparison.Ordinal);
        var description = split < 0 ? "" : text[(split + 4)..].Trim();
        var words = (split < 0 ? text : text[..split]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var numbered = words.Length > 2 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var number = numbered ? int.Parse(words[1], CultureInfo.InvariantCulture) : 0;
        var rest = words.AsSpan(numbered ? 2 : 1);
        JsonNode? value = null;
        if (rest.Length > 1 && rest[^1][0] == '=')
        {
            value = JsonNode.Parse(rest[^1].AsSpan(1).ToString());
            rest = rest[..^1];
        }

        var attributes = new SchemaAttributes(rest[1..]);
        return new SchemaField(words[0].TrimEnd('!'), ParseNode(rest[0], attributes))
        {
            Required = words[0].EndsWith('!'),
            ProtobufNumber = number,
            Inline = attributes.Has("inline"),
            Pointer = attributes.Has("ptr"),
            Default = value,
            Description = description,
        };
    }

    private SchemaNode ParseNode(string type, SchemaAttributes attributes)
    {
        if (type.StartsWith("[]", StringComparison.Ordinal))
        {
            return ListNode(type[2..], attributes);
        }

        if (type.StartsWith("{}", StringComparison.Ordinal))
        {
            return new SchemaNode
            {
                Type = SchemaType.Map,
                Items = ParseNode(type[2..], attributes.Item),
                AtomicMap = attributes.Has("atomic"),
                Nullable = attributes.Has("nullable"),
                Limits = attributes.Limits(),
                Shape = new SchemaShape { Rules = Rules(attributes) },
            };
        }

        var (scalar, format) = SchemaScalars.Find(type);
        if (scalar is null)
        {
            return library.Reference(type.Contains('.', StringComparison.Ordinal) ? type : file.Package + "." + type, attributes);
        }

        return new SchemaNode
        {
            Type = scalar.Value,
            Format = attributes.Text("fmt") ?? format,
            Nullable = attributes.Has("nullable"),
            Limits = attributes.Limits(),
            Shape = new SchemaShape { Rules = Rules(attributes), PreserveUnknown = scalar == SchemaType.Any || attributes.Has("preserve") },
        };
    }

    private SchemaNode ListNode(string items, SchemaAttributes attributes)
    {
        var keys = attributes.Words("map", ',');
        var strategy = (attributes.Has("merge") ? PatchStrategy.Merge : PatchStrategy.Replace)
            | (attributes.Has("retain") ? PatchStrategy.RetainKeys : PatchStrategy.Replace);
        return new SchemaNode
        {
            Type = SchemaType.Array,
            Format = attributes.Text("fmt"),
            Items = ParseNode(items, attributes.Item),
            ListType = keys.Length > 0 ? ListType.Map : attributes.Has("set") ? ListType.Set : ListType.Atomic,
            ListMapKeys = keys,
            PatchStrategy = strategy,
            PatchMergeKey = attributes.Text("merge") is { Length: > 0 } key ? key : null,
            Nullable = attributes.Has("nullable"),
            Limits = attributes.Limits(),
            Shape = new SchemaShape { Rules = Rules(attributes) },
        };
    }

    private ImmutableArray<SchemaRule> Rules(SchemaAttributes attributes) => [.. attributes.All("rule").Select(library.Rule)];
}
