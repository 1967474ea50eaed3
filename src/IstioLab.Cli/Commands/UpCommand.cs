using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;

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
        ClusterChoice.RequireEmbedded(context, context.Arguments.GetRequiredValue(options.Cluster));
        var up = options.Read(context);
        var lab = up.Lab is null ? null : LabSelection.Load(context, up.Lab);
        if (context.Arguments.GetValue(options.Detach) && !up.Detached)
        {
            return await new DetachedStart(context).RunAsync(cancellationToken);
        }

        return await new StandaloneHost(context, up).RunAsync(lab, cancellationToken);
    }
}
