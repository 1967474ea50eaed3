namespace IstioLab.Cluster.Tests.Embedded.Programs;

/// <summary>What a command wrote, and its exit code.</summary>
internal sealed record CommandResult(string Output, string Error, int ExitCode);
