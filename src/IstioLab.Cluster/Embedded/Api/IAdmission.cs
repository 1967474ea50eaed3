namespace IstioLab.Cluster.Embedded.Api;

/// <summary>
/// One step of the admission chain (https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/): may change
/// the request's object, add warnings, or refuse with an <see cref="ApiException"/>.
/// </summary>
internal interface IAdmission
{
    /// <summary>Looks at one write before it is validated and stored.</summary>
    ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken);
}
