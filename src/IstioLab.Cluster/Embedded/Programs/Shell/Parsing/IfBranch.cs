namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A condition and what it leads to.</summary>
internal sealed record IfBranch(ListCommand Condition, ListCommand Body);
