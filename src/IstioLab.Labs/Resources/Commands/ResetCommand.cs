namespace IstioLab.Labs.Resources.Commands;

/// <summary>Removes a lab and applies its first step again.</summary>
internal sealed class ResetCommand(ActiveLabs labs) : IResourceCommand
{
    public string Name => LabCommandNames.Reset;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var lab = labs.Of(call.Resource);
        var runner = labs.Runner(lab);
        call.Tell($"Deleting namespace '{lab.Namespace}'");
        await runner.RemoveAsync(cancellationToken);
        await runner.ApplyAsync(lab.Steps[0], applied => call.Tell(applied.ToString()), cancellationToken);
        return new LabCommandResult(true, $"{call.Subject} is at step 1 again.");
    }
}
