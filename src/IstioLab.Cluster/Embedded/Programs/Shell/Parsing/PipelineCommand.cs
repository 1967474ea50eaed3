namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Commands connected by pipes; one command alone when only negated.</summary>
internal sealed record PipelineCommand(IReadOnlyList<Command> Commands, bool Negated) : Command;
