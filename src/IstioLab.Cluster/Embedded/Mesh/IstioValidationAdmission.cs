using IstioLab.Cluster.Embedded.Api;
using IstioLab.Config.Validation;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>Istio's validating webhook: refuses with Istio's words, and puts what only hurts into warnings.</summary>
internal sealed class IstioValidationAdmission(IstioVersion version) : IAdmission
{
    private const string Webhook = "admission webhook \"validation.istio.io\" denied the request: configuration is invalid: ";

    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Operation == AdmissionOperation.Delete || request.Subresource is not null) return ValueTask.CompletedTask;
        if (!MeshResources.IsIstio(request.Resource.Id)) return ValueTask.CompletedTask;
        var result = ConfigValidator.Admit(request.Object, version);
        foreach (var warning in result.Warnings) request.Warnings.Add(warning.Message);
        foreach (var notice in result.Notices) request.Warnings.Add(notice);
        if (result.IsValid) return ValueTask.CompletedTask;
        throw new ApiException(new ApiStatus(400, "", Webhook + Describe([.. result.Errors.Select(error => Subject(request, error) + error.Message)])));
    }

    /// <summary>An AuthorizationPolicy's errors begin with its name, but for those of annotations, which Istio reads before its rules.</summary>
    private static string Subject(AdmissionRequest request, ValidationFinding error)
    {
        if ((string?)request.Object["kind"] != "AuthorizationPolicy" || error.Path.StartsWith("metadata", StringComparison.Ordinal))
        {
            return "";
        }

        var metadata = request.Object["metadata"];
        return $"invalid policy {metadata?["name"]}.{metadata?["namespace"]}: ";
    }

    private static string Describe(IReadOnlyList<string> errors) => errors.Count == 1
        ? errors[0]
        : $"{errors.Count} errors occurred:\n{string.Concat(errors.Select(error => $"\t* {error}\n"))}\n";
}
