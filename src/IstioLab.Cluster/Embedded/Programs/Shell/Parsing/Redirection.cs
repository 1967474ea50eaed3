namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A redirection of one descriptor.</summary>
/// <param name="Descriptor">Number of the descriptor.</param>
/// <param name="Kind">What it becomes.</param>
/// <param name="Target">Name of a file, number of a descriptor, or the text of a here-document.</param>
internal sealed record Redirection(int Descriptor, RedirectionKind Kind, Word Target);
