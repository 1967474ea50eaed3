using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Clusters;
using IstioLab.Hosting.Mirroring;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Manifests;

namespace Aspire.Hosting;

/// <summary>Says what a cluster of a lab holds.</summary>
public static class IstioLabClusterExtensions
{
    private static readonly string[] s_releases = ["1.30", "1.17"];

    /// <summary>Sets the mesh's release and profile. A cluster that is there already keeps its own Istio.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="version">The Istio release: <c>1.30</c>, or <c>1.17</c> as the lab text has it.</param>
    /// <param name="profile">The installation profile; labs need <c>demo</c>, which has the gateways.</param>
    /// <exception cref="ArgumentException">There is no such release or profile.</exception>
    public static IResourceBuilder<IstioLabClusterResource> WithIstio(
        this IResourceBuilder<IstioLabClusterResource> cluster, string version = IstioResource.DefaultVersion, string profile = IstioResource.DefaultProfile)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        if (!s_releases.Contains(version))
        {
            throw new ArgumentException($"Istio version '{version}' must be one of {string.Join(", ", s_releases)}: 'WithIstio(\"{s_releases[0]}\")'.", nameof(version));
        }

        if (profile != IstioResource.DefaultProfile)
        {
            throw new ArgumentException($"Istio profile '{profile}' must be '{IstioResource.DefaultProfile}': the labs use its gateways.", nameof(profile));
        }

        cluster.Resource.Istio.Version = version;
        cluster.Resource.Istio.Profile = profile;
        return cluster;
    }

    /// <summary>
    /// Starts the cluster with a lab at its first step. The lab's Deployments, Services, VirtualServices and DestinationRules become
    /// resources, those of later steps too.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="lab">The lab's name, such as <c>canary</c>.</param>
    /// <exception cref="ArgumentException">There is no such lab, or it has a mistake.</exception>
    /// <exception cref="DistributedApplicationException">The cluster has another lab already.</exception>
    public static IResourceBuilder<IstioLabClusterResource> WithLab(this IResourceBuilder<IstioLabClusterResource> cluster, string lab)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentException.ThrowIfNullOrEmpty(lab);
        if (cluster.Resource.Lab is { } other && other != lab)
        {
            throw new DistributedApplicationException(
                $"Cluster '{cluster.Resource.Name}' cannot have lab '{lab}' beside '{other}': one lab is active at a time. Give it a cluster of its own: 'AddEmbeddedCluster(\"{lab}\").WithLab(\"{lab}\")'.");
        }

        var loaded = new LabLibrary(cluster.Resource.Program.LabsFolder).Load(lab);
        if (loaded.Lab is not { } definition)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, loaded.Problems), nameof(lab));
        }

        cluster.Resource.Lab = lab;
        cluster.Resource.Labs = [definition];
        ObjectResources.AddLab(cluster, definition);
        ObjectResources.Add(cluster, definition.Steps.SelectMany(step => LabFiles.ReadSources(definition, step)));
        return cluster;
    }

    /// <summary>
    /// Applies a file, or all YAML files of a folder in the order of their names, once the cluster is ready. Their Deployments,
    /// Services, VirtualServices and DestinationRules become resources.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="path">The path, relative to the AppHost's folder.</param>
    /// <param name="ns">The namespace of objects that name none.</param>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="FormatException">A file holds something that is no object; each mistake has its file and line.</exception>
    public static IResourceBuilder<IstioLabClusterResource> WithManifest(
        this IResourceBuilder<IstioLabClusterResource> cluster, string path, string ns = "default")
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var manifest = ManifestAnnotation.Read(Path.GetFullPath(path, cluster.ApplicationBuilder.AppHostDirectory), path, ns);
        ObjectResources.Add(cluster, manifest.Objects);
        return cluster.WithAnnotation(manifest);
    }

    /// <summary>Gives the ingress gateway a port of this machine. Without it the gateway has a free one, which its resource shows.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="port">The port, from 1 to 65535.</param>
    public static IResourceBuilder<IstioLabClusterResource> WithGatewayPort(this IResourceBuilder<IstioLabClusterResource> cluster, int port)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        var annotation = new GatewayPortAnnotation(port);
        return cluster.WithAnnotation(annotation, ResourceAnnotationMutationBehavior.Replace).WithUrl(annotation.Url.ToString(), "gateway");
    }
}
