using Aspire.Hosting.ApplicationModel;
using IstioLab.Hosting.Clusters;

namespace Aspire.Hosting;

/// <summary>Hands a cluster's kubeconfig to other resources.</summary>
public static class KubeconfigExtensions
{
    /// <summary>
    /// Sets <c>KUBECONFIG</c>. A project or executable gets the path of the cluster's kubeconfig; a container gets a copy that names the
    /// address at which a container reaches this machine, and starts when the cluster is ready.
    /// </summary>
    /// <typeparam name="T">A resource with environment.</typeparam>
    /// <param name="builder">The resource that talks to the cluster.</param>
    /// <param name="cluster">The cluster.</param>
    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, IResourceBuilder<IstioLabClusterResource> cluster)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(cluster);
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return builder;
        }

        if (builder.Resource is ContainerResource container)
        {
            ContainerKubeconfig.Add(builder.ApplicationBuilder.CreateResourceBuilder(container), cluster);
        }
        else
        {
            builder.WithEnvironment("KUBECONFIG", cluster.Resource.ConnectionStringExpression);
        }

        return builder.WithReferenceRelationship(cluster);
    }
}
