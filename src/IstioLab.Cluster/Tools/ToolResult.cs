namespace IstioLab.Cluster.Tools;

/// <summary>What a tool that ran to its end left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output, at most <see cref="ToolCommand.OutputLimit"/> characters.</param>
/// <param name="Error">Its standard error, likewise.</param>
/// <param name="Truncated">Whether either stream was longer than the limit.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record ToolResult(int ExitCode, string Output, string Error, bool Truncated, TimeSpan Duration);
