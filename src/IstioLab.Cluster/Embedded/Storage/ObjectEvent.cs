namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>One change of one object.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the change; for a deletion its last state with the resource version of the deletion.</param>
/// <param name="Previous">The object before the change; null for an addition.</param>
/// <param name="ResourceVersion">The store's number of this change.</param>
internal sealed record ObjectEvent(ObjectEventType Type, StoredObject Object, StoredObject? Previous, long ResourceVersion);
