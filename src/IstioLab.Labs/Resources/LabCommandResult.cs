namespace IstioLab.Labs.Resources;

/// <summary>The outcome of a command.</summary>
/// <param name="Succeeded">Whether it was done.</param>
/// <param name="Message">What was done, or why it was not and what to do.</param>
/// <param name="Markdown">A longer result to show; null for none.</param>
public sealed record LabCommandResult(bool Succeeded, string Message, string? Markdown = null);
