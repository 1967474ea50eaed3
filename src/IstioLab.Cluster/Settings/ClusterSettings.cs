using System.Collections.Frozen;
using IstioLab.Cluster.Providers;

namespace IstioLab.Cluster.Settings;

/// <summary>
/// What a user, a company or a training room says once about real clusters: where images come from. The file <c>clusters.yaml</c> in the
/// home folder; everything has a default.
/// </summary>
public sealed record ClusterSettings
{
    /// <summary>Registry host to mirror endpoints, tried in order before the registry itself. Default: none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Mirrors { get; init; } =
        FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>A PEM file with a certificate authority that nodes must trust, such as a company proxy's. Default: none.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>Where Istio's own images come from, such as <c>registry.example/istio</c>. Default: Istio's.</summary>
    public string? IstioHub { get; init; }

    /// <summary>Archives made by <c>docker save</c> that are imported into a k3d cluster. Default: none.</summary>
    public IReadOnlyList<string> ImageBundles { get; init; } = [];

    /// <summary>Images of labs, and what is used in their place. Default: public images for the seed's private ones.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = LabImages.Public;
}
