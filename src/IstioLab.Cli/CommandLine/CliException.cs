namespace IstioLab.Cli.CommandLine;

/// <summary>Ends a command with a sentence for people and an exit code.</summary>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
