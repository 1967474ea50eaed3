using System.CommandLine;
using System.CommandLine.Completions;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Hosting;
using IstioLab.Cli.Rendering;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Running;

namespace IstioLab.Cli.Commands;

/// <summary><c>verify</c>: every step of a lab, in an environment of its own that it removes.</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandRunner runner)
    {
        var names = new Argument<string[]>("LAB") { Description = "The labs; all of them unless named", HelpName = "LAB", Arity = ArgumentArity.ZeroOrMore };
        names.CompletionSources.Add(_ => runner.Services.Labs.Names.Select(name => new CompletionItem(name)));
        var cluster = new ClusterOptions();
        var output = SharedOptions.Output();
        var command = new Command("verify", "Runs every step of the labs in an environment of its own, and checks each") { names, output };
        foreach (var option in cluster.All)
        {
            command.Options.Add(option);
        }

        runner.Attach(command, async (context, cancellationToken) =>
        {
            var request = cluster.Read(context);
            var wanted = context.Arguments.GetValue(names) is { Length: > 0 } named ? named : context.Services.Labs.Names;
            var labs = wanted.Select(name => LabSelection.Load(context, name)).ToList();
            await ClusterConsent.RequireAsync(context, request, hasYes: true, cancellationToken);
            return await RunAsync(context, request, labs, context.Arguments.GetValue(output) is not null, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context, ClusterRequest request, List<LabDefinition> labs, bool json, CancellationToken cancellationToken)
    {
        await using var own = await OwnEnvironment.CreateAsync(context, request);
        List<LabReport> reports = [];
        await using (var environment = await LabEnvironment.StartAsync(
            context, own.Folder, new UpOptions { Cluster = request, Lab = labs.Count == 1 ? labs[0].Name : null }, context.Remark, cancellationToken))
        {
            foreach (var lab in labs)
            {
                reports.Add(await VerifyAsync(context, environment, lab with { Target = environment.Labs.Target }, json, cancellationToken));
            }
        }

        if (json)
        {
            context.WriteJson(ReportJson.Write(request.Kind, reports));
        }
        else
        {
            var failed = reports.Sum(report => report.Steps.Count(step => !step.Passed));
            context.Out.WriteLine(failed == 0
                ? context.Pick("Every step passed.", "所有步骤通过。")
                : context.Pick(failed == 1 ? "1 step failed." : $"{failed} steps failed.", $"{failed} 个步骤未通过。"));
        }

        return reports.All(report => report.Passed) ? ExitCode.Done : ExitCode.No;
    }

    private static async Task<LabReport> VerifyAsync(
        CommandContext context,
        LabEnvironment environment,
        LabDefinition lab,
        bool json,
        CancellationToken cancellationToken)
    {
        var runner = new LabRunner(environment.Api, lab, context.Services.Time);
        List<StepReport> steps = [];
        foreach (var step in lab.Steps)
        {
            await ProgressLine.ShowAsync(
                context, () => $"{lab.Name} {step.Number}/{lab.Steps.Count} {step.Title.In(context.Language.Code)} {runner.State}", runner.ApplyAsync(step, null, cancellationToken));
            var report = await runner.CheckSettledAsync(step, cancellationToken);
            steps.Add(report);
            if (!json)
            {
                context.Out.WriteLine($"{lab.Name} {step.Number}: {step.Title.In(context.Language.Code)}");
                ReportView.Write(context, report);
            }
        }

        await runner.RemoveAsync(cancellationToken);
        return new LabReport(lab.Name, steps);
    }
}
