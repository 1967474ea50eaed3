using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Cluster.Environments;

namespace IstioLab.Cli.Commands;

/// <summary><c>up</c>: starts the standalone environment with one active lab.</summary>
internal static class UpCommand
{
    public static Command Create(CommandRunner runner)
    {
        var options = new UpCommandOptions(runner.Services);
        var command = new Command("up", "Starts the environment with a lab, in the foreground until Ctrl+C");
        options.AddTo(command);
        runner.Attach(command, (context, cancellationToken) => RunAsync(context, options, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, UpCommandOptions options, CancellationToken cancellationToken)
    {
        var up = options.Read(context);
        var lab = up.Lab is null ? null : LabSelection.Load(context, up.Lab);
        MakeFolder(context);
        await ClusterConsent.RequireAsync(context, up.Cluster, hasYes: true, cancellationToken);
        if (context.Arguments.GetValue(options.Detach) && !up.Detached)
        {
            return await new DetachedStart(context).RunAsync(up.Cluster is { Context: not null, Yes: false } ? ["--yes"] : [], cancellationToken);
        }

        return await new StandaloneHost(context, up).RunAsync(lab, cancellationToken);
    }

    private static void MakeFolder(CommandContext context)
    {
        try
        {
            context.Folder.Create();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Missing, context.Pick(
                $"State folder '{context.Folder.Folder}' cannot be made: {refused.Message} Name another place: 'export {LabHome.Variable}=$HOME/istiolab'.",
                $"无法创建状态目录 '{context.Folder.Folder}'：{refused.Message} 请换一个位置：'export {LabHome.Variable}=$HOME/istiolab'。"));
        }
    }
}
