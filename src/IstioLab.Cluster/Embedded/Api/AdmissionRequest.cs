using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>A write on its way through the admission chain.</summary>
internal sealed class AdmissionRequest
{
    /// <summary>What is done.</summary>
    public required AdmissionOperation Operation { get; init; }

    /// <summary>The resource.</summary>
    public required ResourceDescriptor Resource { get; init; }

    /// <summary>The API version of the request, e.g. <c>v1beta1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The subresource, or null.</summary>
    public string? Subresource { get; init; }

    /// <summary>The namespace; empty for cluster-scoped resources.</summary>
    public required string Namespace { get; init; }

    /// <summary>The object's name; empty while a generated name is not yet known.</summary>
    public required string Name { get; init; }

    /// <summary>The object to store, free to be changed in place; an empty object for a deletion.</summary>
    public required JsonObject Object { get; init; }

    /// <summary>The stored object; null for a creation.</summary>
    public StoredObject? Previous { get; init; }

    /// <summary>Who asks; null for the server itself.</summary>
    public UserInfo? User { get; init; }

    /// <summary>True when nothing will be stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>Warnings for the client.</summary>
    public ICollection<string> Warnings { get; init; } = [];
}
