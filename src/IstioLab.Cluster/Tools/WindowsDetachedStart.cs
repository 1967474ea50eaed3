using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace IstioLab.Cluster.Tools;

/// <summary>
/// CreateProcess without inherited handles: <see cref="Process"/> always lets the child inherit, and a shell that waits for the
/// parent's output would then wait for the child too.
/// </summary>
internal static partial class WindowsDetachedStart
{
    private const uint NewProcessGroup = 0x200;
    private const uint UnicodeEnvironment = 0x400;
    private const uint NoWindow = 0x8000000;

    public static DetachedProcess Start(ToolCommand command, string logFile)
    {
        var startup = new StartupInfo { Size = Marshal.SizeOf<StartupInfo>() };
        var line = string.Join(' ', new[] { command.Tool.Path }.Concat(command.Arguments).Select(Quote));
        var lineBuffer = Marshal.StringToCoTaskMemUni(line);
        var environment = Marshal.StringToCoTaskMemUni(EnvironmentBlock(command, logFile));
        try
        {
            if (!CreateProcess(
                null, lineBuffer, 0, 0, false, NewProcessGroup | UnicodeEnvironment | NoWindow, environment, null, ref startup, out var made))
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }

            CloseHandle(made.Thread);
            CloseHandle(made.Process);
            var process = Process.GetProcessById(made.ProcessId);
            return new DetachedProcess(made.ProcessId, logFile, () => process.HasExited ? process.ExitCode : null);
        }
        finally
        {
            Marshal.FreeCoTaskMem(lineBuffer);
            Marshal.FreeCoTaskMem(environment);
        }
    }

    private static string EnvironmentBlock(ToolCommand command, string logFile)
    {
        var variables = new SortedDictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value;
        }

        foreach (var (name, value) in command.Environment)
        {
            variables[name] = value;
        }

        variables[DetachedConsole.LogVariable] = logFile;
        return string.Concat(variables.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={pair.Value}\0")) + "\0";
    }

    /// <summary>Backslashes count double only before a quote: the rule of CommandLineToArgvW.</summary>
    private static string Quote(string word)
    {
        if (word.Length > 0 && word.AsSpan().IndexOfAny(" \t\n\v\"") < 0)
        {
            return word;
        }

        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var character in word)
        {
            if (character == '\\')
            {
                backslashes++;
                continue;
            }

            quoted.Append('\\', character == '"' ? (backslashes * 2) + 1 : backslashes).Append(character);
            backslashes = 0;
        }

        return quoted.Append('\\', backslashes * 2).Append('"').ToString();
    }

    [LibraryImport("kernel32", EntryPoint = "CreateProcessW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateProcess(
        string? application,
        nint commandLine,
        nint processAttributes,
        nint threadAttributes,
        [MarshalAs(UnmanagedType.Bool)] bool inheritHandles,
        uint flags,
        nint environment,
        string? folder,
        ref StartupInfo startup,
        out ProcessInformation made);

    [LibraryImport("kernel32", EntryPoint = "CloseHandle")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseHandle(nint handle);

    [StructLayout(LayoutKind.Sequential)]
    private struct StartupInfo
    {
        public int Size;
        private readonly nint _reserved;
        private readonly nint _desktop;
        private readonly nint _title;
        private readonly int _x;
        private readonly int _y;
        private readonly int _width;
        private readonly int _height;
        private readonly int _columns;
        private readonly int _rows;
        private readonly int _fill;
        private readonly int _flags;
        private readonly short _show;
        private readonly short _reservedSize;
        private readonly nint _reservedBytes;
        private readonly nint _input;
        private readonly nint _output;
        private readonly nint _error;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ProcessInformation
    {
        public readonly nint Process;
        public readonly nint Thread;
        public readonly int ProcessId;
        public readonly int ThreadId;
    }
}
