using IstioLab.Config.Yaml;

namespace IstioLab.Config.Routing;

/// <summary>The piece of configuration that an answer came from.</summary>
/// <param name="Resource">Kind, namespace and name: <c>VirtualService nolen/apps-svc-all-vs</c>.</param>
/// <param name="Path">The field inside <c>spec</c>, e.g. <c>http[0].match[1]</c>; empty for the whole resource.</param>
/// <param name="Position">File and line, when the configuration came from a file.</param>
public sealed record RuleReference(string Resource, string Path, SourcePosition? Position)
{
    /// <summary>Writes resource, path and, when known, file and line.</summary>
    public override string ToString()
    {
        var text = Path.Length == 0 ? Resource : $"{Resource} {Path}";
        return Position is null ? text : $"{text} ({Position})";
    }
}
