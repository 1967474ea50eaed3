using IstioLab.Config.Yaml;

namespace IstioLab.Labs.Definitions;

/// <summary>Something in a <c>lab.yaml</c> that breaks a rule.</summary>
/// <param name="Position">Where; null when the whole file is meant.</param>
/// <param name="File">The file.</param>
/// <param name="Path">The field, such as <c>steps[1].expect.split</c>.</param>
/// <param name="Message">What is wrong with which value, and the rule.</param>
public sealed record LabProblem(SourcePosition? Position, string File, string Path, string Message)
{
    /// <summary>Writes <c>file:line: path: message</c>.</summary>
    public override string ToString() =>
        $"{(Position is null ? File : Position.ToString())}: {(Path.Length == 0 ? "" : Path + ": ")}{Message}";
}
