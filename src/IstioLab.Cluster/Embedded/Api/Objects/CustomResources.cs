using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Objects;

/// <summary>Makes the kind of a CustomResourceDefinition live as soon as it is stored, and takes it away with its objects.</summary>
internal sealed class CustomResources(ObjectStore store, ResourceRegistry registry)
{
    /// <summary>The resource of CustomResourceDefinitions.</summary>
    public const string Id = "customresourcedefinitions.apiextensions.k8s.io";

    /// <summary>A definition was written.</summary>
    public void Committed(StoredObject stored)
    {
        if (stored.Key.Resource == Id && CustomResourceReader.Read(stored.ToNode()) is { } resource) registry.Set(resource);
    }

    /// <summary>A definition is gone.</summary>
    public void Removed(StoredObject stored)
    {
        if (stored.Key.Resource != Id || registry.Current.Find(stored.Name) is not { Custom: true }) return;
        registry.Remove(stored.Name);
        foreach (var (_, item) in store.View(stored.Name).Items) store.TryRemove(item, JsonNode.Parse(item.Json.Span)!.AsObject());
    }
}
