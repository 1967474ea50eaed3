using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;
using IstioLab.Cluster.Environments;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;
using Spectre.Console;

namespace IstioLab.Cli.Commands;

/// <summary><c>run</c>: a guided run. Each step says what it does, does it, and shows what comes of it.</summary>
internal static class RunCommand
{
    public static Command Create(CommandRunner runner)
    {
        var lab = SharedOptions.Lab(runner.Services);
        var step = SharedOptions.Step();
        var command = new Command("run", "Guides through a lab, or applies one step of it") { lab, step };
        runner.Attach(command, (context, cancellationToken) =>
            RunAsync(context, context.Arguments.GetValue(lab), context.Arguments.GetValue(step), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string? name, int? number, CancellationToken cancellationToken)
    {
        context.RequireRunning();
        var lab = LabSelection.Choose(context, name);
        var only = number is { } wanted ? LabSelection.Step(context, lab, wanted) : null;
        using var api = context.OpenApi();
        var runner = new LabRunner(api, lab, context.Services.Time);
        await LabSwitch.PrepareAsync(context, api, lab, cancellationToken);

        var interactive = only is null && context.Services.IsTerminal;
        context.Out.WriteLine(lab.Title.In(context.Language.Code));
        context.Console.WriteLine(lab.About.In(context.Language.Code));
        var passed = true;
        if (only is not null)
        {
            await runner.ApplyBeforeAsync(only, await LabMark.ReadStepAsync(api, lab, cancellationToken), cancellationToken);
        }

        foreach (var step in lab.Steps.Where(step => only is null || step == only))
        {
            passed &= await RunStepAsync(context, runner, lab, step, cancellationToken);
            if (interactive && step != lab.Steps[^1] && !await AskAsync(context, cancellationToken))
            {
                break;
            }
        }

        return passed ? ExitCode.Done : ExitCode.No;
    }

    private static async Task<bool> RunStepAsync(
        CommandContext context,
        LabRunner runner,
        LabDefinition lab,
        LabStep step,
        CancellationToken cancellationToken)
    {
        context.Out.WriteLine();
        context.Out.WriteLine(context.Pick(
            $"Step {step.Number} of {lab.Steps.Count}: {step.Title.In("en")}",
            $"第 {step.Number} 步，共 {lab.Steps.Count} 步：{step.Title.In("zh")}"));
        foreach (var line in StepText.Commands(lab, step, context.NameArgument))
        {
            context.Out.WriteLine($"  $ {line}");
        }

        var progress = new ProgressLine(context);
        await progress.ShowAsync(
            () => $"{context.Pick("waiting for the pods", "等待 Pod 就绪")} {runner.State}",
            runner.ApplyAsync(step, applied => AppliedText.Write(progress.WriteLine, applied, "  "), cancellationToken));
        context.Registry.WriteLab(new LabProgress(lab.Name, step.Number));
        var report = await runner.CheckSettledAsync(step, cancellationToken);
        ReportView.Write(context, report);
        context.Out.WriteLine();
        context.Console.WriteLine(step.Shows.In(context.Language.Code));
        return report.Passed;
    }

    private static async Task<bool> AskAsync(CommandContext context, CancellationToken cancellationToken)
    {
        context.Out.WriteLine();
        await context.Out.WriteAsync(context.Pick("Enter goes on, q ends: ", "回车继续，q 结束："));
        await context.Out.FlushAsync(cancellationToken);
        var answer = await Task.Run(context.Services.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
        return answer is not null && !answer.Trim().StartsWith('q');
    }
}
