namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary><c>NAME=value</c>.</summary>
internal sealed record Assignment(string Name, Word Value);
