using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Lifecycle;
using IstioLab.Hosting.Clusters;
using IstioLab.Hosting.Mirroring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aspire.Hosting;

/// <summary>Adds clusters with Istio for labs to an AppHost.</summary>
public static class IstioLabBuilderExtensions
{
    private const string ClusterSetting = "IstioLab:Cluster";
    private const string OtlpHttpSetting = "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL";
    private const string ContextSetting = "IstioLab:Context";

    /// <summary>
    /// Adds a cluster with Istio. Which one is the setting <c>IstioLab:Cluster</c>, so that launch profiles choose it: <c>embedded</c>
    /// (default), <c>k3d</c>, or <c>current</c> with <c>IstioLab:Context</c>.
    /// </summary>
    /// <param name="builder">The AppHost's builder.</param>
    /// <param name="name">The name of the resource.</param>
    /// <exception cref="DistributedApplicationException">The setting has another value, or the package's program is missing.</exception>
    public static IResourceBuilder<IstioLabClusterResource> AddIstioLab(this IDistributedApplicationBuilder builder, [ResourceName] string name)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Configuration[ClusterSetting] switch
        {
            null or "" or "embedded" => builder.AddEmbeddedCluster(name),
            "k3d" => builder.AddK3dCluster(name),
            "current" => builder.AddKubernetesCluster(name, builder.Configuration[ContextSetting]),
            var other => throw new DistributedApplicationException(
                $"Setting '{ClusterSetting}' is '{other}'; it must be 'embedded', 'k3d' or 'current': 'IstioLab__Cluster=embedded'."),
        };
    }

    /// <summary>Adds the embedded cluster, which simulates Kubernetes with Istio in a process and needs no Docker.</summary>
    /// <param name="builder">The AppHost's builder.</param>
    /// <param name="name">The name of the resource.</param>
    /// <exception cref="DistributedApplicationException">The package's program is missing.</exception>
    public static IResourceBuilder<IstioLabClusterResource> AddEmbeddedCluster(this IDistributedApplicationBuilder builder, [ResourceName] string name) =>
        Add(builder, name, IstioLabClusterKind.Embedded);

    /// <summary>Adds a k3d cluster with a real Istio. It needs Docker; without it the resource ends as <c>FailedToStart</c> with the remedy.</summary>
    /// <param name="builder">The AppHost's builder.</param>
    /// <param name="name">The name of the resource.</param>
    /// <exception cref="DistributedApplicationException">The package's program is missing.</exception>
    public static IResourceBuilder<IstioLabClusterResource> AddK3dCluster(this IDistributedApplicationBuilder builder, [ResourceName] string name) =>
        Add(builder, name, IstioLabClusterKind.K3d);

    /// <summary>Adds a cluster that is there already.</summary>
    /// <param name="builder">The AppHost's builder.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="context">A context of the user's kubeconfig; null for its current one.</param>
    /// <exception cref="DistributedApplicationException">The package's program is missing.</exception>
    public static IResourceBuilder<IstioLabClusterResource> AddKubernetesCluster(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string? context = null)
    {
        var cluster = Add(builder, name, IstioLabClusterKind.Current);
        cluster.Resource.Context = string.IsNullOrEmpty(context) ? null : context;
        return cluster;
    }

    /// <summary>Adds a cluster that another resource makes and whose connection string is a kubeconfig's path, such as the toolkit's K3s.</summary>
    /// <param name="builder">The AppHost's builder.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="source">The resource that makes the cluster; it is waited for.</param>
    /// <exception cref="DistributedApplicationException">The package's program is missing.</exception>
    public static IResourceBuilder<IstioLabClusterResource> AddKubernetesCluster(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, IResourceBuilder<IResourceWithConnectionString> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Add(builder, name, IstioLabClusterKind.Current)
            .WithEnvironment("KUBECONFIG", source.Resource.ConnectionStringExpression)
            .WithReferenceRelationship(source.Resource)
            .WaitFor(source);
    }

    private static IResourceBuilder<IstioLabClusterResource> Add(IDistributedApplicationBuilder builder, string name, IstioLabClusterKind kind)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var program = CliProgram.Find(builder.Configuration, [builder.AppHostAssembly, Assembly.GetEntryAssembly()]);
        var environment = EnvironmentNaming.FolderOf(name, builder.Configuration);
        var cluster = builder.AddResource(new IstioLabClusterResource(name, kind, program, environment, builder.AppHostDirectory))
            .WithIconName("Server")
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "Cluster", Properties = [] })
            .WithArgs(context => ClusterArguments.Of((IstioLabClusterResource)context.Resource).ToList().ForEach(context.Args.Add))
            .WithEnvironment("ISTIOLAB_HOME", Path.GetDirectoryName(environment.Folder)!)
            .WithClusterTelemetry()
            .ExcludeFromManifest();
        AddServices(builder.Services);
        cluster.WithMirroredHealth(MirroredNames.Cluster);
        var istio = builder.AddResource(cluster.Resource.Istio = new IstioResource(ResourceNaming.Free("istio", "mesh", builder.Resources), cluster.Resource));
        istio.WithMirroredState("Istio", "VirtualNetwork").WithMirroredHealth(MirroredNames.Istio).WithParentRelationship(cluster).ExcludeFromManifest();
        cluster.WithRelationship(istio.Resource, "runs");
        if (kind != IstioLabClusterKind.Current)
        {
            ObjectResources.AddGateway(cluster);
        }

        return cluster;
    }

    private static void AddServices(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MirrorBoard>();
        services.TryAddEventingSubscriber<ClusterWatcher>();
    }

    /// <summary>OTLP over HTTP where the dashboard takes it: it needs no HTTP/2 without TLS.</summary>
    private static IResourceBuilder<IstioLabClusterResource> WithClusterTelemetry(this IResourceBuilder<IstioLabClusterResource> cluster) =>
        cluster.ApplicationBuilder.Configuration[OtlpHttpSetting] is { Length: > 0 }
            ? cluster.WithOtlpExporter(OtlpProtocol.HttpProtobuf)
            : cluster.WithOtlpExporter();
}
