using System.Runtime.InteropServices;
using IstioLab.Cluster.Tools;

namespace IstioLab.Dummy;

/// <summary>What a tool can do to the one who runs it, one command each.</summary>
internal static partial class Behaviours
{
    public static int Echo(string[] words)
    {
        Console.WriteLine(string.Join('|', words));
        return 0;
    }

    public static int ShowVariable(string name)
    {
        Console.WriteLine(Environment.GetEnvironmentVariable(name) ?? "(not set)");
        return 0;
    }

    public static async Task<int> UpperCaseInputAsync()
    {
        var text = await Console.In.ReadToEndAsync();
        Console.Write(text.ToUpperInvariant());
        return 0;
    }

    public static int WriteLines(int count)
    {
        for (var line = 1; line <= count; line++)
        {
            Console.WriteLine($"line {line}");
        }

        return 0;
    }

    public static int Fail(int code, string[] lines)
    {
        foreach (var line in lines)
        {
            Console.Error.WriteLine(line);
        }

        return code;
    }

    public static async Task<int> WaitForInterruptAsync()
    {
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interrupted.TrySetResult();
        };
        Console.WriteLine("ready");
        await interrupted.Task;
        Console.WriteLine("ended by itself");
        return 0;
    }

    public static async Task<int> IgnoreInterruptsAsync()
    {
        Console.CancelKeyPress += (_, key) => key.Cancel = true;
        Console.WriteLine($"ready {Environment.ProcessId}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }

    public static async Task<int> StartChildAsync()
    {
        Console.CancelKeyPress += (_, key) => key.Cancel = true;
        var self = new Tool("dummy", Environment.ProcessPath!);
        await using var child = new ToolRunner(TimeProvider.System).Start(
            new ToolCommand(self, "stubborn"), line => Console.WriteLine($"child {line.Text}"));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }

    public static int ShowSession()
    {
        Console.WriteLine($"pid {Environment.ProcessId}");
        Console.WriteLine($"session {(OperatingSystem.IsWindows() ? Environment.ProcessId : SessionOf(0))}");
        Console.Error.WriteLine("to the error stream");
        return 7;
    }

    [LibraryImport("libc", EntryPoint = "getsid")]
    private static partial int SessionOf(int process);
}
