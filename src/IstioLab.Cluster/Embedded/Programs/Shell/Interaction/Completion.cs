namespace IstioLab.Cluster.Embedded.Programs.Shell.Interaction;

/// <summary>What a Tab can add.</summary>
/// <param name="Text">Characters that all candidates have next.</param>
/// <param name="Candidates">Whole names.</param>
internal sealed record Completion(string Text, IReadOnlyList<string> Candidates);
