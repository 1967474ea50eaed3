namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>The definition of a function.</summary>
internal sealed record FunctionCommand(string Name, Command Body) : Command;
