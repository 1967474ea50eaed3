namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Commands one after the other.</summary>
internal sealed record ListCommand(IReadOnlyList<ListItem> Items) : Command;
