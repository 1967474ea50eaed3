namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Patterns and what they lead to.</summary>
internal sealed record CaseItem(IReadOnlyList<Word> Patterns, ListCommand Body);
