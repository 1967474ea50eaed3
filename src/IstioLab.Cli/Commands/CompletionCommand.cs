using System.CommandLine;
using System.Runtime.InteropServices;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;

namespace IstioLab.Cli.Commands;

/// <summary><c>completion</c>: a script for the shell, which asks the program itself what can come next.</summary>
internal static class CompletionCommand
{
    public static Command Create(CommandRunner runner)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh", HelpName = "SHELL" };
        shell.AcceptOneOf("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Prints the completion script of a shell") { shell };
        runner.Attach(command, context =>
        {
            var program = Environment.ProcessPath ?? "istiolab";
            // …/shared/Microsoft.NETCore.App/10.0.0/ lies below it.
            var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
            context.Out.Write(CompletionScripts.Write(context.Arguments.GetRequiredValue(shell), program, dotnet.TrimEnd(Path.DirectorySeparatorChar)));
            return ExitCode.Done;
        });
        return command;
    }
}
