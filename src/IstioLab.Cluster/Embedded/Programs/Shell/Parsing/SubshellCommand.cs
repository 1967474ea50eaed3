namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary><c>( … )</c>.</summary>
internal sealed record SubshellCommand(ListCommand Body) : Command;
