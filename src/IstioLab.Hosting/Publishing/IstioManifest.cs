using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace IstioLab.Hosting.Publishing;

/// <summary>An object of Istio in a chart.</summary>
/// <param name="apiVersion">Such as <c>networking.istio.io/v1</c>.</param>
/// <param name="kind">Such as <c>VirtualService</c>.</param>
internal sealed class IstioManifest(string apiVersion, string kind) : BaseKubernetesResource(apiVersion, kind)
{
    /// <summary>The object's <c>spec</c>, as dictionaries, lists, numbers and strings.</summary>
    [YamlMember(Alias = "spec")]
    public object? Spec { get; set; }
}
