using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Config.Injection;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>
/// Istio's mutating webhook: adds the sidecar to pods at their creation, as the labels of namespace and pod ask.
/// https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
/// </summary>
internal sealed class SidecarInjectionAdmission(Func<IObjectApi> api, InjectionOptions options) : IAdmission
{
    private readonly SidecarInjector _injector = new(options);

    public ValueTask AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: AdmissionOperation.Create, Resource.Id: Resources.Pods, Subresource: null }) return ValueTask.CompletedTask;
        var pod = request.Object;
        var space = api().Find(Resources.Namespaces, "", request.Namespace);
        var verdict = InjectionDecision.OfPod(
            request.Namespace, space?.Labels ?? new Dictionary<string, string>(), pod.Map("metadata", "labels"), pod.Map("metadata", "annotations"),
            pod.Flag("spec", "hostNetwork"), options.Revision);
        if (verdict.Inject) _injector.InjectPod(pod);
        return ValueTask.CompletedTask;
    }
}
