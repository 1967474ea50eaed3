using IstioLab.Cluster.Embedded.Api;

namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>The resources of the API server as controllers ask for them; what nothing stores is left out.</summary>
internal sealed class RegistryCatalog(ResourceRegistry registry) : IResourceCatalog
{
    public IEnumerable<string> Namespaced() => Stored().Where(resource => resource.Namespaced).Select(resource => resource.Id);

    public IEnumerable<string> All() => Stored().Select(resource => resource.Id);

    public (string Id, bool Namespaced)? FindKind(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return registry.Current.FindKind(slash < 0 ? "" : apiVersion[..slash], kind) is { } found ? (found.Id, found.Namespaced) : null;
    }

    private IEnumerable<ResourceDescriptor> Stored() =>
        registry.Current.Resources.Where(resource => !BuiltInResources.IsPostOnly(resource.Plural));
}
