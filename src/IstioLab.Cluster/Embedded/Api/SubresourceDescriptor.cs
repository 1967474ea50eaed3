using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>One subresource, as discovery shows it.</summary>
/// <param name="Name">E.g. <c>scale</c>.</param>
/// <param name="Group">The group of its kind; null for the resource's own.</param>
/// <param name="Version">The version of its kind; null for the resource's own.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Verbs">Its verbs.</param>
internal sealed record SubresourceDescriptor(string Name, string? Group, string? Version, string Kind, ImmutableArray<string> Verbs);
