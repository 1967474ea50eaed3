namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A compound command with redirections.</summary>
internal sealed record RedirectedCommand(Command Command, IReadOnlyList<Redirection> Redirections) : Command;
