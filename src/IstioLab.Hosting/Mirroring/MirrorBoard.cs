using System.Collections.Concurrent;
using IstioLab.Labs.Resources;

namespace IstioLab.Hosting.Mirroring;

/// <summary>What is known of each mirrored object at this moment, for health checks.</summary>
internal sealed class MirrorBoard
{
    private readonly ConcurrentDictionary<(string Cluster, string Name), LabResource> _resources = new();

    /// <summary>What the cluster still has to do before it counts as ready; empty when it is.</summary>
    public ConcurrentDictionary<string, string> Pending { get; } = new(StringComparer.Ordinal);

    public void Set(string cluster, LabResource resource) => _resources[(cluster, resource.Name)] = resource;

    public void Remove(string cluster, string name) => _resources.TryRemove((cluster, name), out _);

    public LabResource? Find(string cluster, string name) => _resources.GetValueOrDefault((cluster, name));

    public IEnumerable<LabResource> Of(string cluster) => _resources.Where(entry => entry.Key.Cluster == cluster).Select(entry => entry.Value);

    public void Clear(string cluster)
    {
        foreach (var key in _resources.Keys.Where(key => key.Cluster == cluster))
        {
            _resources.TryRemove(key, out _);
        }
    }
}
