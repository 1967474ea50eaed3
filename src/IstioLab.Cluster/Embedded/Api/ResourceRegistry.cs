namespace IstioLab.Cluster.Embedded.Api;

/// <summary>The resources that are served now. Readers take one immutable catalogue; CRDs replace it.</summary>
internal sealed class ResourceRegistry
{
    private readonly Lock _change = new();
    private ResourceCatalogue _current;

    /// <summary>Begins with the built-in resources.</summary>
    public ResourceRegistry(IEnumerable<ResourceDescriptor> builtIn) => _current = new ResourceCatalogue([.. builtIn], 1);

    /// <summary>What is served now.</summary>
    public ResourceCatalogue Current => Volatile.Read(ref _current);

    /// <summary>The resource with this id (<c>deployments.apps</c>).</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public ResourceDescriptor Get(string id) => Current.Find(id) ?? throw ApiErrors.NoSuchPath();

    /// <summary>Adds resources, or replaces those with their ids.</summary>
    public void Set(params IReadOnlyCollection<ResourceDescriptor> resources)
    {
        var ids = resources.Select(resource => resource.Id).ToHashSet(StringComparer.Ordinal);
        lock (_change)
        {
            var others = _current.Resources.Where(each => !ids.Contains(each.Id));
            Volatile.Write(ref _current, new ResourceCatalogue([.. others, .. resources], _current.Generation + 1));
        }
    }

    /// <summary>Takes a resource away.</summary>
    public void Remove(string id)
    {
        lock (_change)
        {
            if (_current.Find(id) is null) return;
            Volatile.Write(ref _current, new ResourceCatalogue([.. _current.Resources.Where(each => each.Id != id)], _current.Generation + 1));
        }
    }
}
