using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Admission;

/// <summary>Objects are created only in namespaces that exist and are not being deleted; three namespaces stay for good.</summary>
internal sealed class NamespaceLifecycle(ObjectStore store, ResourceRegistry registry) : IAdmission
{
    private static readonly HashSet<string> s_permanent = new(["default", "kube-system", "kube-public"], StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation == AdmissionOperation.Delete && request.Resource.Id == "namespaces" && s_permanent.Contains(request.Name))
            throw ApiErrors.Forbidden(request.Resource, request.Name, "this namespace may not be deleted");
        if (request.Operation == AdmissionOperation.Create && request.Resource.Namespaced) CheckNamespace(request);
        return ValueTask.CompletedTask;
    }

    private void CheckNamespace(AdmissionRequest request)
    {
        var found = store.Find(new ObjectKey("namespaces", "", request.Namespace))
            ?? throw ApiErrors.NotFound(registry.Get("namespaces"), request.Namespace);
        if (found.DeletionTime is null) return;
        throw ApiErrors.Forbidden(
            request.Resource,
            request.Name,
            $"unable to create new content in namespace {request.Namespace} because it is being terminated",
            new StatusCause("NamespaceTerminating", $"namespace {request.Namespace} is being terminated", "metadata.namespace"));
    }
}
