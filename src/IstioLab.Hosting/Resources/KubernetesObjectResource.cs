using IstioLab.Labs.Resources;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// An object of a cluster: a Deployment, a Pod, a Service, a VirtualService, a DestinationRule. A Deployment has the name that its
/// telemetry has, so that the pages of the dashboard link.
/// </summary>
public sealed class KubernetesObjectResource : MirroredResource
{
    internal KubernetesObjectResource(string name, string kind, string mirroredName, IstioLabClusterResource cluster)
        : base(name, mirroredName, cluster)
    {
        Kind = kind;
    }

    internal KubernetesObjectResource(string name, ObjectKey key, IstioLabClusterResource cluster)
        : this(name, key.Kind, key.ResourceName, cluster)
    {
    }

    /// <summary>The object's kind.</summary>
    public string Kind { get; }
}
