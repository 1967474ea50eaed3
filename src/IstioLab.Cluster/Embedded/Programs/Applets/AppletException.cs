namespace IstioLab.Cluster.Embedded.Programs.Applets;

/// <summary>An applet cannot do what it was asked; the message goes to standard error behind the applet's name.</summary>
internal sealed class AppletException(string message, int exitCode = 1) : Exception(message)
{
    /// <summary>Exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
