namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>An error that ends the current command line, and a script as a whole.</summary>
internal sealed class ShellError(string message, int status = 2) : Exception(message)
{
    /// <summary>Exit status.</summary>
    public int Status { get; } = status;
}
