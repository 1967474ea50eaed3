namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary><c>while</c> and <c>until</c>.</summary>
internal sealed record LoopCommand(ListCommand Condition, ListCommand Body, bool Until) : Command;
