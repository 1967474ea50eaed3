using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Config.Kubernetes;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Resources;

namespace IstioLab.Hosting.Mirroring;

/// <summary>Adds the objects that an AppHost names to its model, so that scripts can wait for them, read their logs and use their commands.</summary>
internal static class ObjectResources
{
    // Deployments come first: they have their own names, which are those of their telemetry.
    private static readonly ObjectKind[] s_kinds =
    [
        new("Deployment", "app", "Apps"),
        new("Service", "svc", "Router"),
        new("VirtualService", "vs", "BranchFork"),
        new("DestinationRule", "dr", "Options"),
    ];

    private const string EntrySuffix = "we";

    /// <summary>Adds those that are not there yet.</summary>
    public static void Add(IResourceBuilder<IstioLabClusterResource> cluster, IEnumerable<ConfigObject> objects)
    {
        var builder = cluster.ApplicationBuilder;
        var all = objects.ToList();
        foreach (var kind in s_kinds)
        {
            foreach (var found in all.Where(found => found.Id.Kind == kind.Name).DistinctBy(found => found.Id))
            {
                var key = new ObjectKey(kind.Name, found.Id.Namespace, found.Id.Name);
                if (builder.Resources.OfType<KubernetesObjectResource>().Any(other => other.Cluster == cluster.Resource && other.MirroredName == key.ResourceName))
                {
                    continue;
                }

                var name = ResourceNaming.Free(found.Id.Name, SuffixOf(kind.Name), builder.Resources);
                var resource = builder.AddResource(new KubernetesObjectResource(name, key, cluster.Resource))
                    .WithMirroredState(kind.Name, kind.Icon)
                    .ExcludeFromManifest();
                if (kind.Name == "Deployment")
                {
                    resource.WithMirroredHealth(key.ResourceName);
                }
            }
        }
    }

    /// <summary>Adds the lab itself, which shows its step and goes from one to the next.</summary>
    public static void AddLab(IResourceBuilder<IstioLabClusterResource> cluster, LabDefinition lab)
    {
        var mirroredName = $"lab-{lab.Name}";
        if (cluster.ApplicationBuilder.Resources.OfType<KubernetesObjectResource>().Any(other => other.Cluster == cluster.Resource && other.MirroredName == mirroredName))
        {
            return;
        }

        var name = ResourceNaming.Free(mirroredName, "lab", cluster.ApplicationBuilder.Resources);
        cluster.ApplicationBuilder.AddResource(new KubernetesObjectResource(name, "Lab", mirroredName, cluster.Resource))
            .WithMirroredState("Lab", "BeakerEdit")
            .WithReferenceRelationship(cluster)
            .ExcludeFromManifest();
    }

    /// <summary>Adds a part of the mesh that every cluster with the profile has.</summary>
    public static void AddGateway(IResourceBuilder<IstioLabClusterResource> cluster)
    {
        var builder = cluster.ApplicationBuilder;
        var key = new ObjectKey("Deployment", "istio-system", "istio-ingressgateway");
        builder.AddResource(new KubernetesObjectResource(ResourceNaming.Free(key.Name, cluster.Resource.Name, builder.Resources), key, cluster.Resource))
            .WithMirroredState("Gateway", "Globe")
            .WithMirroredHealth(key.ResourceName)
            .ExcludeFromManifest();
    }

    /// <summary>What tells an object of a kind from another resource of its name.</summary>
    public static string SuffixOf(string kind) =>
        kind == "WorkloadEntry" ? EntrySuffix : s_kinds.FirstOrDefault(known => known.Name == kind)?.Suffix ?? kind.ToLowerInvariant();

    private sealed record ObjectKind(string Name, string Suffix, string Icon);
}
