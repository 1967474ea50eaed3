using System.Diagnostics;

namespace IstioLab.Cluster.Tools;

/// <summary>A process that was started to outlive this one.</summary>
public sealed class DetachedProcess
{
    private readonly Func<int?> _exitCode;

    internal DetachedProcess(int id, string logFile, Func<int?> exitCode)
    {
        Id = id;
        LogFile = logFile;
        _exitCode = exitCode;
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>The file its output goes to.</summary>
    public string LogFile { get; }

    /// <summary>Whether it has ended, and with which exit code (128 + the signal's number when a signal ended it).</summary>
    /// <returns>Null while it runs.</returns>
    public int? ExitCode => _exitCode();

    /// <summary>Kills the process and its children at once.</summary>
    public void Kill()
    {
        try
        {
            using var process = Process.GetProcessById(Id);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It has ended already, which is what was asked for.
        }
    }
}
