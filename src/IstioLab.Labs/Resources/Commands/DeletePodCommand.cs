namespace IstioLab.Labs.Resources.Commands;

/// <summary>Deletes a pod.</summary>
internal sealed class DeletePodCommand(IClusterApi api) : IResourceCommand
{
    public string Name => LabCommandNames.Delete;

    public async Task<LabCommandResult> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await api.ChangeAsync(HttpMethod.Delete, ObjectPaths.Of(call.Resource.Object!), null, ObjectPaths.Json, cancellationToken);
        return new LabCommandResult(true, $"{call.Subject} is being deleted.");
    }
}
