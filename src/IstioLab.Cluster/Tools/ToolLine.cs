namespace IstioLab.Cluster.Tools;

/// <summary>A line that a running tool wrote.</summary>
/// <param name="Text">The line without its end; parts of 16 Ki characters when it is longer.</param>
/// <param name="IsError">Whether it came from the standard error.</param>
public sealed record ToolLine(string Text, bool IsError);
