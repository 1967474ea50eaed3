namespace IstioLab.Labs.Api;

/// <summary>How a command in a container ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Error">The beginning of what it wrote to standard error.</param>
public sealed record PodExecResult(int ExitCode, string Error);
