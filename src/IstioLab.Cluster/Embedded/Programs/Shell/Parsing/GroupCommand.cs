namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary><c>{ …; }</c>.</summary>
internal sealed record GroupCommand(ListCommand Body) : Command;
