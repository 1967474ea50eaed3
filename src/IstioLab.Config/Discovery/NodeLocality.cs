namespace IstioLab.Config.Discovery;

/// <summary>Where a node stands, as Istio reads its labels.</summary>
public static class NodeLocality
{
    /// <summary>Region, zone and sub-zone, separated by slashes; empty when no label says it.</summary>
    /// <param name="labels">The node's labels.</param>
    public static string Of(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var region = labels.GetValueOrDefault("topology.kubernetes.io/region", "");
        var zone = labels.GetValueOrDefault("topology.kubernetes.io/zone", "");
        var subzone = labels.GetValueOrDefault("topology.istio.io/subzone", "");
        return region.Length + zone.Length + subzone.Length == 0 ? "" : $"{region}/{zone}/{subzone}";
    }
}
