namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>A command could not be started. The message has runc's words; a pod's own command ends with exit code 128 then.</summary>
internal sealed class ContainerStartException(string message, int exitCode) : Exception(message)
{
    /// <summary>127 when the executable does not exist, 126 when it is there but cannot be executed.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The executable is neither a path in the container nor a name on its PATH.</summary>
    public static ContainerStartException NotFound(string executable) => new(
        executable.Contains('/', StringComparison.Ordinal)
            ? $"exec: \"{executable}\": stat {executable}: no such file or directory"
            : $"exec: \"{executable}\": executable file not found in $PATH",
        127);

    /// <summary>The file is there but has no program that the runtime can run.</summary>
    public static ContainerStartException NotExecutable(string executable) =>
        new($"exec: \"{executable}\": permission denied", 126);
}
