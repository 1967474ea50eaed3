using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Cluster.Environments;

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
            await ClearStaleAsync(context);
            context.Out.WriteLine(context.Pick($"Environment '{name}' is not running.", $"环境 '{name}' 没有运行。"));
            return ExitCode.Done;
        }

        var orderly = await new ControlClient(context.Services.Time) { Patience = Patience(record) }.StopAsync(record, cancellationToken);
        if (!orderly)
        {
            await ClearStaleAsync(context);
            context.Remark(context.Pick(
                $"Process {record.Process.Pid} did not answer and was killed; what it left was cleared.",
                $"进程 {record.Process.Pid} 没有响应，已强制结束并清理。"));
        }

        context.Out.WriteLine(context.Pick($"Environment '{name}' has ended.", $"环境 '{name}' 已结束。"));
        return ExitCode.Done;
    }

    // What was made on a real cluster takes its time to go: pods have their grace, k3d its containers.
    private static TimeSpan Patience(EnvironmentRecord record) =>
        TimeSpan.FromSeconds(record.Cluster == ClusterKinds.Embedded ? 5 : 240);

    private static async Task ClearStaleAsync(CommandContext context)
    {
        if (!Directory.Exists(context.Folder.Folder))
        {
            return;
        }

        using var held = context.Folder.TryLock();
        if (held is not null)
        {
            foreach (var found in await new Leftovers(context, context.Folder, context.Remark).ClearAsync())
            {
                context.Remark(context.Pick($"Cleared what an earlier process left: {found}.", $"已清理之前的进程遗留：{found}。"));
            }
        }
    }
}
