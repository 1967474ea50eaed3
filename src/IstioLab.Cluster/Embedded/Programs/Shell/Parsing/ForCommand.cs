namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary><c>for</c>; without words it goes through the positional parameters.</summary>
internal sealed record ForCommand(string Variable, IReadOnlyList<Word>? Words, ListCommand Body) : Command;
