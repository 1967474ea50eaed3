namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>The objects of one resource at one moment, ordered by namespace and name.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">The store's version at that moment; a watch from here misses nothing.</param>
internal sealed record ObjectList(IReadOnlyList<StoredObject> Items, long ResourceVersion);
