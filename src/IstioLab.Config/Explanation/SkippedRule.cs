using IstioLab.Config.Yaml;

namespace IstioLab.Config.Explanation;

/// <summary>A rule before the one taken, and why it did not apply.</summary>
/// <param name="Path">The field, e.g. <c>http[0]</c>.</param>
/// <param name="Because">The first condition that failed, with both values.</param>
/// <param name="Position">File and line, when known.</param>
public sealed record SkippedRule(string Path, string Because, SourcePosition? Position);
