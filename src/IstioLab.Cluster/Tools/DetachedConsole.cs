namespace IstioLab.Cluster.Tools;

/// <summary>The child's half of a detached start on Windows, where no handle is inherited and so the child opens its log itself.</summary>
public static class DetachedConsole
{
    internal const string LogVariable = "ISTIOLAB_DETACHED_LOG";

    /// <summary>Moves the console's output to the log that the parent named. Does nothing in a process that was not detached so.</summary>
    public static void Adopt()
    {
        if (!OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable(LogVariable) is not { Length: > 0 } logFile)
        {
            return;
        }

        var log = TextWriter.Synchronized(
            new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
        Console.SetOut(log);
        Console.SetError(log);
        Environment.SetEnvironmentVariable(LogVariable, null);
    }
}
