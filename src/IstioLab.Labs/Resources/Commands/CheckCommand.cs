using IstioLab.Labs.Running;

namespace IstioLab.Labs.Resources.Commands;

/// <summary>Observes whether the cluster is as a step of the lab leaves it.</summary>
internal sealed class CheckCommand(ActiveLabs labs) : IResourceCommand
{
    public string Name => LabCommandNames.Check;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var lab = labs.Of(call.Resource);
        var observer = labs.Observer(lab);
        var step = await observer.FindStepAsync(await LabMark.ReadStepAsync(labs.Api, lab, cancellationToken), cancellationToken);
        call.Tell($"Checking step {step.Number}: {step.Traffic?.Requests ?? 0} requests");
        var report = await observer.CheckAsync(step, cancellationToken);
        return new LabCommandResult(
            report.Passed,
            report.Passed ? $"{call.Subject} is as step {step.Number} ({step.Name}) leaves it." : $"{call.Subject} is not as step {step.Number} ({step.Name}) leaves it: {report.Problems[0]}",
            StepMarkdown.Write(lab, step, report, labs.Language));
    }
}
