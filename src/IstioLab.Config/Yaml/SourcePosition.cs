namespace IstioLab.Config.Yaml;

/// <summary>Where a value was written.</summary>
/// <param name="File">The file's name as the user gave it; empty when the text had none.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1.</param>
public sealed record SourcePosition(string File, int Line, int Column)
{
    /// <summary>Writes <c>file:line</c>, the form that editors and terminals turn into a link.</summary>
    public override string ToString() => File.Length == 0 ? $"line {Line}" : $"{File}:{Line}";
}
