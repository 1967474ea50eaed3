namespace IstioLab.Cluster.Embedded.Api.Admission;

/// <summary>Says of Istio's kinds that the embedded mesh does not act on yet that they are stored and nothing more.</summary>
internal sealed class StoredOnlyWarning(IReadOnlySet<string> active) : IAdmission
{
    /// <inheritdoc/>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation != AdmissionOperation.Delete && request.Subresource is null
            && request.Resource.Group.EndsWith(".istio.io", StringComparison.Ordinal) && !active.Contains(request.Resource.Id))
        {
            request.Warnings.Add($"{request.Resource.Kind} '{request.Namespace}/{request.Name}' is stored but has no effect in the embedded cluster yet");
        }
        return ValueTask.CompletedTask;
    }
}
