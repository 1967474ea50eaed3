using System.Collections.Concurrent;
using System.Collections.Immutable;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>The newest change of each rule, so that it can be counted again as proxies come and go.</summary>
internal sealed class RuleChanges
{
    private readonly ConcurrentDictionary<ObjectKey, RuleChange> _changes = new();

    public void Set(ObjectKey key, RuleChange change) => _changes[key] = change;

    public void Remove(ObjectKey key) => _changes.TryRemove(key, out _);

    public IReadOnlyList<RuleActivation> Activations(ImmutableArray<MeshProxy> proxies) =>
    [
        .. _changes.Values
            .OrderBy(change => $"{change.Rule.Namespace}/{change.Rule.Name}", StringComparer.Ordinal)
            .Select(change => change.Activation(proxies)),
    ];
}
