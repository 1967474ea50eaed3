using IstioLab.Config.Yaml;

namespace IstioLab.Config.Diagnostics;

/// <summary>Something to say about configuration, as data.</summary>
/// <param name="Code">Istio's code such as <c>IST0101</c>; <see langword="null"/> when there is none.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Subject">What it is about: a resource (<c>VirtualService nolen/apps</c>) or a file.</param>
/// <param name="Path">The field; empty for the whole.</param>
/// <param name="Position">File and line, when known.</param>
/// <param name="Message">What is wrong, the rule and the remedy.</param>
public sealed record Diagnostic(
    string? Code,
    DiagnosticLevel Level,
    string Subject,
    string Path,
    SourcePosition? Position,
    string Message)
{
    /// <summary>Writes one line: position, level, code, subject and message.</summary>
    public override string ToString()
    {
        var place = Position is null ? "" : $"{Position}: ";
        var code = Code is null ? "" : $" [{Code}]";
        var path = Path.Length == 0 ? "" : $" {Path}";
        return $"{place}{Level}{code} {Subject}{path}: {Message}";
    }
}
