using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IstioLab.Hosting.Mirroring;

/// <summary>What all mirrored resources have.</summary>
internal static class MirroredResourceExtensions
{
    /// <summary>Begins it as something that the cluster does not have yet.</summary>
    public static IResourceBuilder<T> WithMirroredState<T>(this IResourceBuilder<T> builder, string type, string icon)
        where T : MirroredResource =>
        builder.WithIconName(icon).WithInitialState(new CustomResourceSnapshot
        {
            ResourceType = type,
            Properties = [],
            State = new ResourceStateSnapshot(KnownResourceStates.NotStarted, KnownResourceStateStyles.Info),
        });

    /// <summary>Gives it the health that the cluster reports.</summary>
    public static IResourceBuilder<T> WithMirroredHealth<T>(this IResourceBuilder<T> builder, string mirroredName)
        where T : IResource
    {
        var cluster = builder.Resource is MirroredResource mirrored ? mirrored.Cluster : (IResource)builder.Resource;
        var key = $"{builder.Resource.Name}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key,
            services => new MirroredHealthCheck(services.GetRequiredService<MirrorBoard>(), services.GetRequiredService<DistributedApplicationModel>(), cluster.Name, mirroredName),
            failureStatus: null,
            tags: null));
        return builder.WithHealthCheck(key);
    }
}
