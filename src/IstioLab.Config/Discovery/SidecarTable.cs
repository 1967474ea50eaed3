using System.Collections.Immutable;
using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Discovery;

/// <summary>Finds the Sidecar of a proxy.</summary>
internal sealed class SidecarTable
{
    private readonly ImmutableArray<SidecarConfig> sorted;
    private readonly string root;

    public SidecarTable(IEnumerable<SidecarConfig> sidecars, MeshSettings settings)
    {
        root = settings.RootNamespace;
        sorted =
        [
            .. sidecars.OrderBy(item => item.Selector is null)
                .ThenBy(item => item.Source.CreationTime)
                .ThenBy(item => item.Source.Id.Name, StringComparer.Ordinal)
                .ThenBy(item => item.Source.Id.Namespace, StringComparer.Ordinal),
        ];
    }

    /// <summary>One that selects the pod, else one for its namespace, else the root namespace's.</summary>
    public SidecarConfig? Find(ProxyIdentity proxy)
    {
        foreach (var item in sorted)
        {
            if (item.Source.Id.Namespace == proxy.Namespace
                && (item.Selector is null || LabelMaps.IsSubset(item.Selector, proxy.Labels)))
            {
                return item;
            }
        }

        return sorted.FirstOrDefault(item => item.Source.Id.Namespace == root && item.Selector is null);
    }
}
