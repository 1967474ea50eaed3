using System.Collections.Frozen;
using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>All served resources at one moment.</summary>
internal sealed class ResourceCatalogue
{
    private readonly FrozenDictionary<string, ResourceDescriptor> _byId;
    private readonly FrozenDictionary<(string Group, string Kind), ResourceDescriptor> _byKind;

    /// <summary>A catalogue of these resources.</summary>
    public ResourceCatalogue(ImmutableArray<ResourceDescriptor> resources, long generation)
    {
        Resources = resources;
        Generation = generation;
        _byId = resources.ToFrozenDictionary(resource => resource.Id, StringComparer.Ordinal);
        _byKind = resources.DistinctBy(resource => (resource.Group, resource.Kind)).ToFrozenDictionary(resource => (resource.Group, resource.Kind));
        Groups = [.. resources.GroupBy(resource => resource.Group).Select(group => new ResourceGroup(group.Key, [.. group]))];
    }

    /// <summary>Grows with each change.</summary>
    public long Generation { get; }

    /// <summary>All resources.</summary>
    public ImmutableArray<ResourceDescriptor> Resources { get; }

    /// <summary>The resources by group.</summary>
    public ImmutableArray<ResourceGroup> Groups { get; }

    /// <summary>The resource with this id, or null.</summary>
    public ResourceDescriptor? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The resource of a group, version and plural, or null.</summary>
    public ResourceDescriptor? Find(string group, string version, string plural)
    {
        var found = _byId.GetValueOrDefault(group.Length == 0 ? plural : $"{plural}.{group}");
        return found?.Group == group && found.FindVersion(version) is not null ? found : null;
    }

    /// <summary>The resource of a kind, or null.</summary>
    public ResourceDescriptor? FindKind(string group, string kind) => _byKind.GetValueOrDefault((group, kind));
}
