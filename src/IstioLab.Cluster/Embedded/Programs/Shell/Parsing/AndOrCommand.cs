namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>Commands joined by <c>&amp;&amp;</c> and <c>||</c>.</summary>
/// <param name="First">The first one.</param>
/// <param name="Rest">The others, each with the condition on the status so far.</param>
internal sealed record AndOrCommand(Command First, IReadOnlyList<ConditionalCommand> Rest) : Command;
