namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A command of the grammar.</summary>
internal abstract record Command;
