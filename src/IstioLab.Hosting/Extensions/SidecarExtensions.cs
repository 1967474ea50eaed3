using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Publishing;
using IstioLab.Hosting.Sidecars;

namespace Aspire.Hosting;

/// <summary>Brings processes of an AppHost into the mesh of a cluster.</summary>
public static class SidecarExtensions
{
    /// <summary>
    /// Makes a service of the AppHost a workload of the embedded mesh, with a sidecar of its own: Services, VirtualServices and
    /// DestinationRules route to it by its labels, and what it asks for by <c>HTTP_PROXY</c> takes their routes. It starts when the mesh
    /// is ready. On other clusters it stays outside the mesh, which its log says. A chart that is published has it as a Deployment with these
    /// labels, and the VirtualServices and DestinationRules of the cluster's manifests that name it.
    /// </summary>
    /// <typeparam name="T">A project, executable or other resource with endpoints and environment.</typeparam>
    /// <param name="builder">The service.</param>
    /// <param name="mesh">The cluster.</param>
    /// <param name="app">The label <c>app</c>, by which Services select it.</param>
    /// <param name="version">The label <c>version</c>, by which subsets select it.</param>
    /// <param name="ns">Its namespace; null for that of the cluster's lab, or <c>default</c> without one.</param>
    /// <param name="endpoint">The endpoint at which it takes requests from the mesh.</param>
    public static IResourceBuilder<T> WithSidecar<T>(
        this IResourceBuilder<T> builder,
        IResourceBuilder<IstioLabClusterResource> mesh,
        string app,
        string version,
        string? ns = null,
        string endpoint = "http")
        where T : IResourceWithEndpoints, IResourceWithEnvironment, IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(mesh);
        ArgumentException.ThrowIfNullOrEmpty(app);
        ArgumentException.ThrowIfNullOrEmpty(version);
        var cluster = mesh.Resource;
        var sidecar = new SidecarAnnotation(
            cluster,
            app,
            version,
            ns ?? cluster.Labs.Select(lab => lab.Namespace).FirstOrDefault() ?? "default",
            builder.Resource.GetEndpoint(endpoint),
            SidecarAddress.Next(builder.ApplicationBuilder.Resources));
        builder.WithAnnotation(sidecar, ResourceAnnotationMutationBehavior.Replace);
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            if (builder.Resource is IComputeResource published)
            {
                MeshChart.Add(builder.ApplicationBuilder, published, sidecar);
            }

            return builder;
        }

        builder.WithReferenceRelationship(cluster).WaitFor(mesh);
        return cluster.Kind == IstioLabClusterKind.Embedded
            ? builder.WithEnvironment("HTTP_PROXY", sidecar.ProxyUrl).WithEnvironment("NO_PROXY", "localhost,127.0.0.1,::1")
            : builder;
    }
}
