using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects.</param>
/// <param name="Version">The version of the whole list.</param>
/// <param name="Continue">The token of the next page, or null.</param>
/// <param name="Remaining">How many objects follow; null when unknown.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Items, long Version, string? Continue, long? Remaining);
