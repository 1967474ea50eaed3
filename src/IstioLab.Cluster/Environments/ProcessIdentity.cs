using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace IstioLab.Cluster.Environments;

/// <summary>A process by its id and its start: ids are used again, so the id alone would name a stranger after a crash or a reboot.</summary>
/// <param name="Pid">The process id.</param>
/// <param name="Started">
/// A mark of the start: on Linux the boot's id and the clock ticks since (proc(5), field 22), elsewhere the start time in seconds.
/// </param>
public sealed record ProcessIdentity(int Pid, string Started)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current => Of(Environment.ProcessId) ?? new ProcessIdentity(Environment.ProcessId, "");

    /// <summary>Whether this very process still runs.</summary>
    public bool IsRunning => Of(Pid) is { } found && found.Started == Started;

    /// <summary>The process that has an id now.</summary>
    /// <returns>Null when none has, or it has ended and only waits to be collected.</returns>
    public static ProcessIdentity? Of(int pid)
    {
        var started = OperatingSystem.IsLinux() ? LinuxStart(pid) : StartTime(pid);
        return started is null ? null : new ProcessIdentity(pid, started);
    }

    /// <summary>Kills the process and its children, if it is still this one.</summary>
    /// <returns>False when it no longer ran.</returns>
    public bool Kill()
    {
        if (!IsRunning)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(Pid);
            process.Kill(entireProcessTree: true);
            return true;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    private static string? LinuxStart(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            // The second field is the program's name in brackets, which may hold spaces and brackets itself.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            const int state = 0;
            const int startTicks = 19;
            return fields[state] is "Z" or "X" ? null : $"{BootId()}/{fields[startTicks]}";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string BootId() => (PrivateFiles.TryReadText("/proc/sys/kernel/random/boot_id") ?? "").Trim();

    private static string? StartTime(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
