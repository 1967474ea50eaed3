using System.Collections.Immutable;
using IstioLab.Config.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IstioLab.Config.Yaml;

/// <summary>Builds trees from the parser's events.</summary>
internal sealed class YamlTreeBuilder(IParser parser, string file, int lineOffset, int depthLimit)
{
    private readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);
    private int aliases;

    public List<Diagnostic> Duplicates { get; } = [];

    public YamlNode Read() => Read(0);

    private YamlNode Read(int depth)
    {
        if (depth > depthLimit)
        {
            throw new YamlException(
                parser.Current!.Start,
                parser.Current.End,
                $"values are nested deeper than {depthLimit} levels");
        }

        var (anchor, node) = parser.Current switch
        {
            AnchorAlias alias => (AnchorName.Empty, ReadAlias(alias)),
            MappingStart mapping => (mapping.Anchor, ReadMapping(mapping, depth)),
            SequenceStart sequence => (sequence.Anchor, ReadSequence(sequence, depth)),
            Scalar scalar => (scalar.Anchor, ReadScalar(scalar)),
            var other => throw new YamlException(other?.Start ?? default, other?.End ?? default, "a value is missing"),
        };
        if (!anchor.IsEmpty)
        {
            anchors[anchor.Value] = node;
        }

        return node;
    }

    private YamlNode ReadAlias(AnchorAlias alias)
    {
        parser.MoveNext();
        if (++aliases > 10_000)
        {
            throw new YamlException(alias.Start, alias.End, "the text uses more than 10000 aliases");
        }

        return anchors.TryGetValue(alias.Value.Value, out var node)
            ? node
            : throw new YamlException(alias.Start, alias.End, $"anchor '{alias.Value.Value}' is not known");
    }

    private YamlMapping ReadMapping(MappingStart start, int depth)
    {
        parser.MoveNext();
        var fields = ImmutableArray.CreateBuilder<YamlField>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (parser.Current is not MappingEnd)
        {
            var key = Read(depth + 1);
            var value = Read(depth + 1);
            if (key is not YamlScalar { Text: var name })
            {
                throw new YamlException(start.Start, start.End, "a key must be a single value");
            }

            if (name == "<<" && value is YamlMapping merged)
            {
                fields.InsertRange(0, merged.Fields);
                continue;
            }

            if (!seen.Add(name))
            {
                Duplicates.Add(Repeated(name, key.Position!));
            }

            fields.Add(new YamlField(name, key.Position, value));
        }

        parser.MoveNext();
        return new YamlMapping(fields.ToImmutable(), Position(start.Start));
    }

    private YamlSequence ReadSequence(SequenceStart start, int depth)
    {
        parser.MoveNext();
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (parser.Current is not SequenceEnd)
        {
            items.Add(Read(depth + 1));
        }

        parser.MoveNext();
        return new YamlSequence(items.ToImmutable(), Position(start.Start));
    }

    private YamlScalar ReadScalar(Scalar scalar)
    {
        parser.MoveNext();
        var plain = scalar.Style == ScalarStyle.Plain && (scalar.Tag.IsEmpty || scalar.Tag.Value != "tag:yaml.org,2002:str");
        return YamlScalars.Create(scalar.Value, plain, Position(scalar.Start));
    }

    private SourcePosition Position(Mark mark) => new(file, (int)mark.Line + lineOffset, (int)mark.Column);

    private static Diagnostic Repeated(string key, SourcePosition position) => new(
        null,
        DiagnosticLevel.Warning,
        position.File.Length == 0 ? "YAML" : $"File '{position.File}'",
        key,
        position,
        $"Key '{key}' is there twice; the last value counts. Remove one of them.");
}
