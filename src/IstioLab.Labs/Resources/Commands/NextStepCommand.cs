using IstioLab.Labs.Running;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Applies the step of a lab that comes next, and checks it.</summary>
internal sealed class NextStepCommand(ActiveLabs labs) : IResourceCommand
{
    public string Name => LabCommandNames.NextStep;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var lab = labs.Of(call.Resource);
        var current = await LabMark.ReadStepAsync(labs.Api, lab, cancellationToken);
        if (lab.Steps.FirstOrDefault(step => step.Number == current + 1) is not { } next)
        {
            return new LabCommandResult(false, $"{call.Subject}: step {current} is the last one. 'reset' begins anew.");
        }

        call.Tell($"Step {next.Number} of {lab.Steps.Count}: {next.Title.In(labs.Language)}");
        var runner = labs.Runner(lab);
        await runner.ApplyAsync(next, applied => call.Tell(applied.ToString()), cancellationToken);
        call.Tell($"Checking step {next.Number}: {next.Traffic?.Requests ?? 0} requests");
        var report = await runner.CheckSettledAsync(next, cancellationToken);
        return new LabCommandResult(
            report.Passed,
            report.Passed ? $"{call.Subject} is at step {next.Number} of {lab.Steps.Count}: {next.Name}." : $"{call.Subject}: step {next.Number} is applied, but {report.Problems[0]}",
            StepMarkdown.Write(lab, next, report, labs.Language));
    }
}
