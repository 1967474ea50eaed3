namespace IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

/// <summary>A command that depends on the status so far.</summary>
/// <param name="OnSuccess"><c>&amp;&amp;</c>; otherwise <c>||</c>.</param>
/// <param name="Command">The command.</param>
internal sealed record ConditionalCommand(bool OnSuccess, Command Command);
