using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace IstioLab.Cluster.Tools;

/// <summary>
/// posix_spawn with POSIX_SPAWN_SETSID: the child leads a session of its own, so neither the terminal's hang-up nor its Ctrl+C reach it.
/// .NET opens its handles close-on-exec, so the child gets the three standard ones alone.
/// </summary>
internal static partial class UnixDetachedStart
{
    // Larger than any posix_spawnattr_t and posix_spawn_file_actions_t (glibc: 336 and 80 bytes; macOS: a pointer each).
    private const int OpaqueSize = 1024;

    private const short SetSession = 0x80;
    private const short SetSessionMac = 0x400;
    private const int CreateAppendWrite = 0x441;
    private const int CreateAppendWriteMac = 0x209;
    private const int OwnerReadWrite = 0x180;
    private const int NoHang = 1;

    public static DetachedProcess Start(ToolCommand command, string logFile)
    {
        using var memory = new NativeMemory();
        var actions = memory.Block(OpaqueSize);
        var attributes = memory.Block(OpaqueSize);
        var mac = OperatingSystem.IsMacOS();
        Check(FileActionsInit(actions));
        Check(AttributesInit(attributes));
        try
        {
            Check(AddOpen(actions, 0, "/dev/null", 0, 0));
            Check(AddOpen(actions, 1, logFile, mac ? CreateAppendWriteMac : CreateAppendWrite, OwnerReadWrite));
            Check(AddDuplicate(actions, 1, 2));
            Check(SetFlags(attributes, mac ? SetSessionMac : SetSession));
            var arguments = memory.Strings([command.Tool.Path, .. command.Arguments]);
            Check(Spawn(out var id, command.Tool.Path, actions, attributes, arguments, memory.Strings(EnvironmentOf(command))));
            return new DetachedProcess(id, logFile, new ExitWatch(id).Poll);
        }
        finally
        {
            _ = FileActionsDestroy(actions);
            _ = AttributesDestroy(attributes);
        }
    }

    private static IEnumerable<string> EnvironmentOf(ToolCommand command)
    {
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            if (!command.Environment.ContainsKey((string)entry.Key))
            {
                yield return $"{entry.Key}={entry.Value}";
            }
        }

        foreach (var (name, value) in command.Environment.Where(pair => pair.Value is not null))
        {
            yield return $"{name}={value}";
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int id, string path, nint actions, nint attributes, nint arguments, nint environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInit(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroy(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(nint actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(nint actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(nint attributes, short flags);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitForProcess(int id, out int status, int options);

    /// <summary>Collects the child once it has ended: until then it would stay as a zombie that looks alive.</summary>
    private sealed class ExitWatch(int id)
    {
        private readonly Lock _lock = new();
        private int? _exitCode;

        public int? Poll()
        {
            lock (_lock)
            {
                if (_exitCode is null && WaitForProcess(id, out var status, NoHang) == id)
                {
                    var signal = status & 0x7f;
                    _exitCode = signal == 0 ? (status >> 8) & 0xff : 128 + signal;
                }

                return _exitCode;
            }
        }
    }
}
