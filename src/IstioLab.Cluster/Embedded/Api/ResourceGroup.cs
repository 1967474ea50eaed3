using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>The resources of one API group.</summary>
internal sealed record ResourceGroup(string Name, ImmutableArray<ResourceDescriptor> Resources)
{
    /// <summary>The versions, the preferred one first: stable before beta before alpha, then the higher number.</summary>
    public ImmutableArray<string> Versions { get; } =
        [.. Resources.SelectMany(resource => resource.Versions.Select(version => version.Name)).Distinct().OrderBy(version => version, ApiVersionOrder.Instance)];
}
