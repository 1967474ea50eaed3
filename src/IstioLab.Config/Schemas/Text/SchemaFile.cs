using System.Collections.Immutable;

namespace IstioLab.Config.Schemas.Text;

/// <summary>
/// One schema file, indexed but not parsed. The language, line by line:
/// <code>
/// package core.v1                       prefix of the types below
/// group apps v1                         API group and version of the kinds below ('-' for the core group)
/// rule NAME MESSAGE := EXPRESSION       a named CEL rule
/// kind Pod pods pod namespaced po all   kind, plural, singular, scope, short names, categories (comma lists, '-' for none), versions=v1*,v1beta1
/// column NAME TYPE PATH [wide] -- TEXT  a column of the kind above
/// type PodSpec [oneof:a|b] [rule:NAME] [preserve]
///   containers! 2 []Container map:name merge:name -- description
/// </code>
/// A field is: name ('!' when required), protobuf number (if any), type, attributes. Types: <c>[]T</c>, <c>{}T</c> (map), a scalar, a type
/// of the package or of another (<c>meta.v1.Time</c>). Attributes of list elements and map values start with <c>item.</c>
/// </summary>
internal sealed class SchemaFile
{
    private readonly string[] _lines;

    public SchemaFile(string text)
    {
        _lines = text.Split('\n');
        var kinds = ImmutableArray.CreateBuilder<SchemaKindLine>();
        string group = "", version = "";
        for (var i = 0; i < _lines.Length; i++)
        {
            var line = _lines[i];
            if (line.StartsWith("package ", StringComparison.Ordinal))
            {
                Package = line[8..].Trim();
            }
            else if (line.StartsWith("group ", StringComparison.Ordinal))
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                (group, version) = (words[1] == "-" ? "" : words[1], words.Length > 2 ? words[2] : "");
            }
            else if (line.StartsWith("kind ", StringComparison.Ordinal))
            {
                kinds.Add(new SchemaKindLine(group, version, i));
            }
            else if (line.StartsWith("type ", StringComparison.Ordinal))
            {
                var end = line.IndexOf(' ', 5);
                Types[Package + "." + (end < 0 ? line[5..] : line[5..end])] = i;
            }
            else if (line.StartsWith("rule ", StringComparison.Ordinal))
            {
                AddRule(line);
            }
        }

        Kinds = kinds.ToImmutable();
    }

    public string Package { get; private set; } = "";

    public ImmutableArray<SchemaKindLine> Kinds { get; }

    /// <summary>Full type name to line number.</summary>
    public Dictionary<string, int> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaRule> Rules { get; } = new(StringComparer.Ordinal);

    public string Line(int number) => _lines[number];

    /// <summary>The indented lines below a line, until the next one that is not indented.</summary>
    public IEnumerable<string> Below(int number)
    {
        for (var i = number + 1; i < _lines.Length; i++)
        {
            var line = _lines[i];
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] != ' ')
            {
                yield break;
            }

            yield return line;
        }
    }

    /// <summary>The <c>column</c> lines that follow a <c>kind</c> line.</summary>
    public IEnumerable<string> ColumnsBelow(int number)
    {
        for (var i = number + 1; i < _lines.Length && _lines[i].StartsWith("column ", StringComparison.Ordinal); i++)
        {
            yield return _lines[i];
        }
    }

    private void AddRule(string line)
    {
        var name = line[5..line.IndexOf(' ', 5)];
        var split = line.IndexOf(" := ", StringComparison.Ordinal);
        Rules[name] = new SchemaRule(line[(split + 4)..].Replace("\\n", "\n", StringComparison.Ordinal), line[(6 + name.Length)..split]);
    }
}
