namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary><c>if … then … elif … else … fi</c>.</summary>
internal sealed record IfCommand(IReadOnlyList<IfBranch> Branches, ListCommand? Otherwise) : Command;
