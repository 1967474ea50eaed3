using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace IstioLab.Cluster.Istio;

/// <summary>Looks which Istio a cluster has, with reading calls alone.</summary>
internal sealed class IstioDetector(IKubernetes client)
{
    private const string Group = "networking.istio.io";
    private const string DefaultNamespace = "istio-system";
    private static readonly string[] s_versions = ["v1", "v1beta1", "v1alpha3"];
    private static readonly string[] s_needed = ["virtualservices", "destinationrules", "gateways", "serviceentries"];

    public async Task<IstioPresence> FindAsync(CancellationToken cancellationToken)
    {
        var served = await Task.WhenAll(s_versions.Select(version => ResourcesAsync(version, cancellationToken)));
        var known = served.SelectMany(names => names).ToHashSet(StringComparer.Ordinal);
        var missing = s_needed.Where(name => !known.Contains(name)).Select(name => $"{name}.{Group}").ToList();
        var istiods = await DeploymentsAsync("app=istiod", cancellationToken);
        var ambient = await ZtunnelAsync(cancellationToken);
        if (istiods is not [var istiod, ..])
        {
            return new IstioPresence { Missing = missing, Ambient = ambient };
        }

        return new IstioPresence
        {
            Missing = missing,
            HasControlPlane = true,
            Namespace = istiod.Namespace(),
            Version = VersionOf(istiod),
            Revision = istiod.GetLabel("istio.io/rev") ?? "default",
            Ambient = ambient,
        };
    }

    internal static string VersionOf(V1Deployment istiod)
    {
        var image = istiod.Spec?.Template?.Spec?.Containers?.FirstOrDefault()?.Image ?? "";
        var withoutDigest = image.Split('@')[0];
        var colon = withoutDigest.LastIndexOf(':');
        var tag = colon > withoutDigest.LastIndexOf('/') ? withoutDigest[(colon + 1)..] : "";
        return MinorVersion.TryParse(tag, out _) ? tag.Split('-')[0] : "";
    }

    private async Task<IReadOnlyList<string>> ResourcesAsync(string version, CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.CustomObjects.GetAPIResourcesAsync(Group, version, cancellationToken: cancellationToken);
            return [.. list.Resources.Select(resource => resource.Name)];
        }
        catch (HttpOperationException absent) when (absent.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<V1Deployment>> DeploymentsAsync(string selector, CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.AppsV1.ListDeploymentForAllNamespacesAsync(labelSelector: selector, cancellationToken: cancellationToken);
            return [.. list.Items];
        }
        catch (HttpOperationException refused) when (refused.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            return await InDefaultNamespaceAsync(selector, cancellationToken);
        }
    }

    // Rights that end at a namespace are common on shared clusters.
    private async Task<IReadOnlyList<V1Deployment>> InDefaultNamespaceAsync(string selector, CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.AppsV1.ListNamespacedDeploymentAsync(DefaultNamespace, labelSelector: selector, cancellationToken: cancellationToken);
            return [.. list.Items];
        }
        catch (HttpOperationException refused) when (refused.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            return [];
        }
    }

    private async Task<bool> ZtunnelAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.AppsV1.ListDaemonSetForAllNamespacesAsync(labelSelector: "app=ztunnel", cancellationToken: cancellationToken);
            return list.Items.Count > 0;
        }
        catch (HttpOperationException refused) when (refused.Response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
