using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;

namespace IstioLab.Cli.Commands;

/// <summary><c>down</c>: ends the environment; what survives is what the next start reads again.</summary>
internal static class DownCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("down", "Ends the environment");
        runner.Attach(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.EnvironmentName;
        if (context.Registry.FindRunning() is not { } record)
        {
            ClearStale(context);
            context.Out.WriteLine(context.Pick($"Environment '{name}' is not running.", $"环境 '{name}' 没有运行。"));
            return ExitCode.Done;
        }

        var orderly = await new ControlClient(context.Services.Time).StopAsync(record, cancellationToken);
        if (!orderly)
        {
            ClearStale(context);
            context.Remark(context.Pick(
                $"Process {record.Process.Pid} did not answer and was killed; what it left was cleared.",
                $"进程 {record.Process.Pid} 没有响应，已强制结束并清理。"));
        }

        context.Out.WriteLine(context.Pick($"Environment '{name}' has ended.", $"环境 '{name}' 已结束。"));
        return ExitCode.Done;
    }

    private static void ClearStale(CommandContext context)
    {
        if (!Directory.Exists(context.Folder.Folder))
        {
            return;
        }

        using var held = context.Folder.TryLock();
        if (held is not null)
        {
            context.Registry.ClearStale();
        }
    }
}
