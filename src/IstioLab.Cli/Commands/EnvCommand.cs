using System.CommandLine;
using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Commands;

/// <summary><c>env</c>: the line that sets KUBECONFIG for this shell.</summary>
internal static class EnvCommand
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("env", "Prints the line that sets KUBECONFIG for this shell");
        runner.Attach(command, context =>
        {
            context.Out.WriteLine(Line(context.RequireRunning().Kubeconfig, OperatingSystem.IsWindows()));
            return ExitCode.Done;
        });
        return command;
    }

    internal static string Line(string path, bool windows) => windows
        ? $"$env:KUBECONFIG = '{path.Replace("'", "''", StringComparison.Ordinal)}'"
        : $"export KUBECONFIG='{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
