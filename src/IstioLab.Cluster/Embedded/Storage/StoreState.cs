using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>Everything that is stored at one moment.</summary>
internal sealed record StoreState(long Version, ImmutableDictionary<string, ImmutableSortedDictionary<ObjectName, StoredObject>> Tables)
{
    /// <summary>The objects of one resource.</summary>
    public ImmutableSortedDictionary<ObjectName, StoredObject> Table(string resource) =>
        Tables.GetValueOrDefault(resource) ?? ImmutableSortedDictionary<ObjectName, StoredObject>.Empty;

    /// <summary>The state after one change.</summary>
    public StoreState With(long version, string resource, ImmutableSortedDictionary<ObjectName, StoredObject> table) =>
        new(version, Tables.SetItem(resource, table));
}
