namespace IstioLab.Labs.Resources;

/// <summary>A line that a container wrote.</summary>
/// <param name="Text">The line, after its time in RFC 3339.</param>
public sealed record LabLogLine(string Text);
