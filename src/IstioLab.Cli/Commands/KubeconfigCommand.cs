using System.CommandLine;
using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Commands;

/// <summary><c>kubeconfig</c>: the path alone on its line.</summary>
internal static class KubeconfigCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("kubeconfig", "Prints the path of the environment's kubeconfig");
        runner.Attach(command, context =>
        {
            context.Out.WriteLine(context.RequireRunning().Kubeconfig);
            return ExitCode.Done;
        });
        return command;
    }
}
