using IstioLab.Hosting.Mirroring;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The mesh of a cluster.</summary>
public sealed class IstioResource : MirroredResource
{
    internal IstioResource(string name, IstioLabClusterResource cluster)
        : base(name, MirroredNames.Istio, cluster)
    {
    }

    /// <summary>The release that it follows.</summary>
    /// <value>Default: 1.30.</value>
    public string Version { get; internal set; } = DefaultVersion;

    /// <summary>The installation profile.</summary>
    /// <value>Default: demo, which has an ingress and an egress gateway.</value>
    public string Profile { get; internal set; } = DefaultProfile;

    internal const string DefaultVersion = "1.30";
    internal const string DefaultProfile = "demo";
}
