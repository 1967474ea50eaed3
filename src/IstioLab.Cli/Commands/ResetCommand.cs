using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;
using IstioLab.Cluster.Environments;
using IstioLab.Labs.Running;

namespace IstioLab.Cli.Commands;

/// <summary><c>reset</c>: back to where a person begins, step 1 of the lab.</summary>
internal static class ResetCommand
{
    public static Command Create(CommandRunner runner)
    {
        var lab = SharedOptions.Lab(runner.Services);
        var command = new Command("reset", "Removes a lab and applies its first step again") { lab };
        runner.Attach(command, (context, cancellationToken) => RunAsync(context, context.Arguments.GetValue(lab), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string? name, CancellationToken cancellationToken)
    {
        context.RequireRunning();
        var lab = LabSelection.Choose(context, name);
        using var api = context.OpenApi();
        await LabSwitch.PrepareAsync(context, api, lab, cancellationToken);
        var runner = new LabRunner(api, lab, context.Services.Time);
        await runner.RemoveAsync(cancellationToken);
        context.Registry.WriteLab(null);
        await runner.ApplyAsync(lab.Steps[0], applied => AppliedText.Write(context.Out.WriteLine, applied), cancellationToken);
        context.Registry.WriteLab(new LabProgress(lab.Name, 1));
        context.Out.WriteLine(context.Pick(
            $"Lab '{lab.Name}' is at step 1. Go on with './lab run {lab.Name}{context.NameArgument}'.",
            $"实验 '{lab.Name}' 已回到第 1 步。用 './lab run {lab.Name}{context.NameArgument}' 继续。"));
        return ExitCode.Done;
    }
}
