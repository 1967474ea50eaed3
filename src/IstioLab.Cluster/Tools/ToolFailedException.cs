namespace IstioLab.Cluster.Tools;

/// <summary>A tool could not be started, or ended with an exit code other than 0.</summary>
public sealed class ToolFailedException : Exception
{
    private const int ShownLines = 12;

    internal ToolFailedException(ToolCommand command, int? processId, int exitCode, string error)
        : this(command, exitCode, error, Describe(command, processId, exitCode, error), null)
    {
    }

    internal ToolFailedException(ToolCommand command, Exception cause)
        : this(command, null, "", $"'{command.Tool.Path}' could not be started: {cause.Message} Check that the file exists and may be executed.", cause)
    {
    }

    private ToolFailedException(ToolCommand command, int? exitCode, string error, string message, Exception? cause)
        : base(PasteableLine.Redact(message, command.Secrets), cause)
    {
        Command = command.ToString();
        ExitCode = exitCode;
        ErrorOutput = PasteableLine.Redact(LastLines(error), command.Secrets);
    }

    /// <summary>The command as a line that can be pasted into a shell, without its secrets.</summary>
    public string Command { get; }

    /// <summary>The exit code; null when the tool did not start.</summary>
    public int? ExitCode { get; }

    /// <summary>The last lines of its standard error, without its secrets.</summary>
    public string ErrorOutput { get; }

    internal static string LastLines(string text) =>
        string.Join('\n', text.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')).TakeLast(ShownLines));

    private static string Describe(ToolCommand command, int? processId, int exitCode, string error)
    {
        var who = processId is { } id ? $"'{command.Tool.Name}' (pid {id})" : $"'{command.Tool.Name}'";
        var last = error.Length == 0 ? "It wrote nothing to its standard error." : $"Last output:\n{LastLines(error)}";
        return $"{who} exited with code {exitCode}.\n\n  {command}\n\n{last}\nRun the line above to reproduce.";
    }
}
