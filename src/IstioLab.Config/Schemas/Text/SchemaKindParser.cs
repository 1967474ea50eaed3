using System.Collections.Immutable;

namespace IstioLab.Config.Schemas.Text;

/// <summary>Parses the <c>kind</c> and <c>column</c> lines of a schema file.</summary>
internal static class SchemaKindParser
{
    public static IEnumerable<ResourceSchema> Parse(SchemaLibrary library, SchemaFile file) =>
        file.Kinds.SelectMany(kind => Parse(library, file, kind));

    private static IEnumerable<ResourceSchema> Parse(SchemaLibrary library, SchemaFile file, SchemaKindLine at)
    {
        var words = file.Line(at.Line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var names = new ResourceNames(words[1], Word(words, 2), Word(words, 3), List(words, 5), List(words, 6));
        var versions = words.FirstOrDefault(static word => word.StartsWith("versions=", StringComparison.Ordinal))?[9..];
        var type = words.FirstOrDefault(static word => word.StartsWith("type=", StringComparison.Ordinal))?[5..] ?? words[1];
        var root = library.Reference(file.Package + "." + type, SchemaAttributes.Empty);
        var columns = versions is null ? [] : file.ColumnsBelow(at.Line).Select(Column).ToImmutableArray();
        foreach (var version in (versions ?? at.Version).Split(','))
        {
            yield return new ResourceSchema
            {
                Group = at.Group,
                Version = version.TrimEnd('*'),
                Names = names,
                Namespaced = Word(words, 4) == "namespaced",
                Custom = versions is not null,
                Storage = versions is null || version.EndsWith('*'),
                Columns = columns,
                Root = root,
            };
        }
    }

    private static PrinterColumn Column(string line)
    {
        var split = line.IndexOf(" -- ", StringComparison.Ordinal);
        var words = (split < 0 ? line : line[..split]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new PrinterColumn(words[1], words[2], words[3], words.Length > 4 ? 1 : 0, split < 0 ? "" : line[(split + 4)..]);
    }

    private static string Word(string[] words, int index) =>
        index < words.Length && words[index] != "-" && !words[index].Contains('=', StringComparison.Ordinal) ? words[index] : "";

    private static ImmutableArray<string> List(string[] words, int index) => Word(words, index) is { Length: > 0 } word ? [.. word.Split(',')] : [];
}
