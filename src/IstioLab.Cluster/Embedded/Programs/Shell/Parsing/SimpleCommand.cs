namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Assignments, a name with arguments, and redirections; any of them may be missing.</summary>
/// <param name="Assignments">Variables in front of the name.</param>
/// <param name="Words">Name and arguments.</param>
/// <param name="Redirections">In the order in which they are written.</param>
/// <param name="Line">Line of the name, from 1.</param>
internal sealed record SimpleCommand(
    IReadOnlyList<Assignment> Assignments,
    IReadOnlyList<Word> Words,
    IReadOnlyList<Redirection> Redirections,
    int Line) : Command;
