namespace IstioLab.Labs.Resources;

/// <summary>How far a command is.</summary>
/// <param name="Text">What is being done, such as <c>120 of 400 requests</c>.</param>
public sealed record LabCommandProgress(string Text);
