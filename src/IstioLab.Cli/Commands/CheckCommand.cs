using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;
using IstioLab.Labs.Running;

namespace IstioLab.Cli.Commands;

/// <summary><c>check</c>: observes the running environment and says whether it is as a step of the lab leaves it.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandRunner runner)
    {
        var lab = SharedOptions.Lab(runner.Services);
        var step = SharedOptions.Step();
        var output = SharedOptions.Output();
        var command = new Command("check", "Checks what the environment shows against a step of a lab; applies nothing") { lab, step, output };
        runner.Attach(command, (context, cancellationToken) => RunAsync(
            context,
            context.Arguments.GetValue(lab),
            context.Arguments.GetValue(step),
            context.Arguments.GetValue(output) is not null,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string? name, int? number, bool json, CancellationToken cancellationToken)
    {
        var record = context.RequireRunning();
        var lab = LabSelection.Choose(context, name);
        using var api = context.OpenApi();
        var observer = new LabObserver(api, lab, context.Services.Time);
        var step = number is { } wanted
            ? LabSelection.Step(context, lab, wanted)
            : await observer.FindStepAsync(await LabMark.ReadStepAsync(api, lab, cancellationToken), cancellationToken);
        var report = await observer.CheckAsync(step, cancellationToken);
        if (json)
        {
            context.WriteJson(ReportJson.Write(record.Cluster, [new LabReport(lab.Name, [report])]));
        }
        else
        {
            context.Out.WriteLine(context.Pick(
                $"Lab '{lab.Name}', step {step.Number}: {step.Title.In("en")}",
                $"实验 '{lab.Name}'，第 {step.Number} 步：{step.Title.In("zh")}"));
            ReportView.Write(context, report);
        }

        return report.Passed ? ExitCode.Done : ExitCode.No;
    }
}
