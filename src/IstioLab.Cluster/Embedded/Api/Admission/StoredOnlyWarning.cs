using System.Collections.Frozen;

namespace IstioLab.Cluster.Embedded.Api.Admission;

/// <summary>Says of the kinds that no controller and no proxy here acts on yet that they are stored and nothing more.</summary>
internal sealed class StoredOnlyWarning(IReadOnlySet<string> active) : IAdmission
{
    private static readonly FrozenSet<string> Unattended = FrozenSet.Create(
        StringComparer.Ordinal,
        "cronjobs.batch",
        "daemonsets.apps",
        "horizontalpodautoscalers.autoscaling",
        "ingresses.networking.k8s.io",
        "jobs.batch",
        "networkpolicies.networking.k8s.io",
        "persistentvolumeclaims",
        "poddisruptionbudgets.policy",
        "replicationcontrollers",
        "statefulsets.apps");

    /// <inheritdoc/>
    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation != AdmissionOperation.Delete && request.Subresource is null
            && HasNoEffect(request.Resource))
        {
            request.Warnings.Add($"{request.Resource.Kind} '{request.Namespace}/{request.Name}' is stored but has no effect in the embedded cluster yet");
        }
        return ValueTask.CompletedTask;
    }

    private bool HasNoEffect(ResourceDescriptor resource) =>
        Unattended.Contains(resource.Id)
        || (resource.Group.EndsWith(".istio.io", StringComparison.Ordinal) && !active.Contains(resource.Id));
}
