using System.Globalization;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using IstioLab.Config.Kubernetes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Manifests;
using Microsoft.Extensions.Logging;

namespace IstioLab.Hosting.Sidecars;

/// <summary>Joins the services of the AppHost to a mesh, once the mesh is there.</summary>
internal sealed class SidecarJoiner(DistributedApplicationModel model, ResourceLoggerService loggers)
{
    private const string DestinationRules = "apis/networking.istio.io/v1";

    /// <summary>Makes the namespaces of the services, before manifests are applied that may need them.</summary>
    /// <exception cref="KubeApiException">The cluster refused one.</exception>
    public async Task MakeNamespacesAsync(IstioLabClusterResource cluster, KubeApi api, CancellationToken cancellationToken)
    {
        foreach (var ns in SidecarsOf(cluster).Select(entry => entry.Sidecar.Namespace).Distinct(StringComparer.Ordinal))
        {
            await ApplyIfMissingAsync(api, MeshObjects.Namespace(ns), $"api/v1/namespaces/{ns}", ns, cancellationToken);
        }
    }

    /// <summary>Writes a WorkloadEntry for each service, and for each application a Service and a DestinationRule where it has none.</summary>
    /// <exception cref="KubeApiException">The cluster refused one.</exception>
    public async Task JoinAsync(IstioLabClusterResource cluster, KubeApi api, CancellationToken cancellationToken)
    {
        if (cluster.Kind != IstioLabClusterKind.Embedded)
        {
            WarnOutside(cluster);
        }

        var sidecars = SidecarsOf(cluster);
        foreach (var app in sidecars.GroupBy(entry => (entry.Sidecar.App, entry.Sidecar.Namespace)))
        {
            var (name, ns) = app.Key;
            await ApplyIfMissingAsync(api, MeshObjects.Service(name, ns), $"api/v1/namespaces/{ns}/services/{name}", ns, cancellationToken);
            var rule = MeshObjects.DestinationRule(name, ns, app.Select(entry => entry.Sidecar.Version).Distinct(StringComparer.Ordinal));
            await ApplyIfMissingAsync(api, rule, $"{DestinationRules}/namespaces/{ns}/destinationrules/{name}", ns, cancellationToken);
        }

        var applier = new ManifestApplier(api);
        foreach (var (resource, sidecar) in sidecars)
        {
            var port = await ((IValueProvider)sidecar.Endpoint.Property(EndpointProperty.Port)).GetValueAsync(cancellationToken);
            await applier.ApplyAsync(
                sidecar.WorkloadEntry(resource.Name, int.Parse(port!, CultureInfo.InvariantCulture)), sidecar.Namespace, cancellationToken);
        }
    }

    /// <summary>Whether an object is about services that stay outside the mesh of this cluster: nothing of them belongs into somebody's cluster.</summary>
    public bool LeavesOut(IstioLabClusterResource cluster, ObjectId id) =>
        cluster.Kind != IstioLabClusterKind.Embedded && DeclaredFor(cluster).Any(entry => entry.Sidecar.Namespace == id.Namespace);

    private List<(IResource Resource, SidecarAnnotation Sidecar)> DeclaredFor(IstioLabClusterResource cluster) =>
    [
        .. model.Resources.SelectMany(resource =>
            resource.Annotations.OfType<SidecarAnnotation>().Where(sidecar => sidecar.Cluster == cluster).Select(sidecar => (resource, sidecar))),
    ];

    private List<(IResource Resource, SidecarAnnotation Sidecar)> SidecarsOf(IstioLabClusterResource cluster) =>
        cluster.Kind == IstioLabClusterKind.Embedded ? DeclaredFor(cluster) : [];

    private void WarnOutside(IstioLabClusterResource cluster)
    {
        foreach (var (resource, _) in DeclaredFor(cluster))
        {
            loggers.GetLogger(resource).LogWarning(
                "'{Resource}' stays outside the mesh: a process of this machine joins the mesh of an embedded cluster alone. Choose the launch profile 'embedded'.",
                resource.Name);
        }
    }

    private static async Task ApplyIfMissingAsync(KubeApi api, JsonObject wanted, string path, string ns, CancellationToken cancellationToken)
    {
        if (await api.FindAsync(path, cancellationToken) is null)
        {
            await new ManifestApplier(api).ApplyAsync(wanted, ns, cancellationToken);
        }
    }
}
