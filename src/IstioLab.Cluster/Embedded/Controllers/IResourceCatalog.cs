namespace IstioLab.Cluster.Embedded.Controllers;

/// <summary>Which resources there are now, built-in and custom.</summary>
internal interface IResourceCatalog
{
    /// <summary>The ids of all resources whose objects live in namespaces.</summary>
    IEnumerable<string> Namespaced();

    /// <summary>The ids of all resources.</summary>
    IEnumerable<string> All();

    /// <summary>The id of the resource with this kind, and whether its objects live in namespaces; null when there is none.</summary>
    (string Id, bool Namespaced)? FindKind(string apiVersion, string kind);
}
