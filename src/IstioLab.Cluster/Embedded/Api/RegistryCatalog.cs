using IstioLab.Cluster.Embedded.Controllers;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>The registry as controllers see it.</summary>
internal sealed class RegistryCatalog(ResourceRegistry registry) : IResourceCatalog
{
    /// <inheritdoc/>
    public IEnumerable<string> Namespaced() => registry.Current.Resources.Where(resource => resource.Namespaced && IsStored(resource)).Select(resource => resource.Id);

    /// <inheritdoc/>
    public IEnumerable<string> All() => registry.Current.Resources.Where(IsStored).Select(resource => resource.Id);

    /// <inheritdoc/>
    public (string Id, bool Namespaced)? FindKind(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/');
        var resource = registry.Current.FindKind(slash < 0 ? "" : apiVersion[..slash], kind);
        return resource is null ? null : (resource.Id, resource.Namespaced);
    }

    private static bool IsStored(ResourceDescriptor resource) => resource.Verbs.Contains("list");
}
