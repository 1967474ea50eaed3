namespace IstioLab.Cluster.Tools;

/// <summary>A tool took longer than its command allows and was stopped.</summary>
public sealed class ToolTimeoutException : TimeoutException
{
    internal ToolTimeoutException(ToolCommand command, int processId, string lastLine, bool killed)
        : base(PasteableLine.Redact(Describe(command, processId, lastLine, killed), command.Secrets))
    {
        Command = command.ToString();
        LastOutput = PasteableLine.Redact(lastLine, command.Secrets);
    }

    /// <summary>The command as a line that can be pasted into a shell, without its secrets.</summary>
    public string Command { get; }

    /// <summary>The last line the tool wrote before its time was up: its last known state.</summary>
    public string LastOutput { get; }

    private static string Describe(ToolCommand command, int processId, string lastLine, bool killed)
    {
        var how = killed ? "killed" : "stopped gracefully";
        var limit = command.Timeout.TotalSeconds.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
        var last = lastLine.Length == 0 ? "It had written nothing." : $"Last output: '{lastLine}'.";
        return $"'{command.Tool.Name}' (pid {processId}) did not end within {limit} s and was {how}. {last}\n\n  {command}\n\n"
            + "Run the line above to see where it stays.";
    }
}
