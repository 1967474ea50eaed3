using System.Globalization;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Explanation;

/// <summary>
/// The Services of files seldom name their address: the API server gives it. Each gets one of its own here, as listeners of TCP and of
/// ports that are sniffed stand on it, and would be one listener for all Services otherwise.
/// </summary>
internal static class PlannedAddresses
{
    /// <summary>The state with an address for each Service that has none and will have one.</summary>
    public static MeshState AddTo(MeshState state)
    {
        var changed = state.OfKind("Service")
            .Where(IsWithoutAddress)
            .OrderBy(item => item.Id.ToString(), StringComparer.Ordinal)
            .Select(WithAddress)
            .ToList();
        return changed.Count == 0 ? state : state.With(changed);
    }

    private static bool IsWithoutAddress(ConfigObject service) =>
        service.Root["spec"] is YamlMapping spec
        && spec.Text("clusterIP").Length == 0
        && spec.Text("type") != "ExternalName"
        && spec.Items("ports").Any();

    private static ConfigObject WithAddress(ConfigObject service, int index)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"198.19.{index / 250}.{(index % 250) + 1}");
        return new ConfigObject
        {
            Id = service.Id,
            Version = service.Version,
            Labels = service.Labels,
            Annotations = service.Annotations,
            CreationTime = service.CreationTime,
            Generation = service.Generation,
            Root = With(service.Root, "spec", spec => With(spec, "clusterIP", _ => new YamlScalar(YamlScalarKind.String, address, null))),
        };
    }

    /// <summary>A mapping with one field changed or added; what is no mapping stays.</summary>
    private static YamlNode With(YamlNode node, string key, Func<YamlNode, YamlNode> change)
    {
        if (node is not YamlMapping mapping)
        {
            return node;
        }

        var kept = mapping.Fields.RemoveAll(field => field.Key == key);
        return new YamlMapping(kept.Add(new YamlField(key, null, change(mapping.Find(key) ?? node))), mapping.Position);
    }
}
