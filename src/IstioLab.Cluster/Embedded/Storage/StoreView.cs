using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>One resource at one moment.</summary>
internal sealed record StoreView(string Resource, long Version, ImmutableSortedDictionary<ObjectName, StoredObject> Items);
