using System.Collections.Immutable;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>What the server knows about a resource; alike for built-in kinds and for CustomResourceDefinitions.</summary>
internal sealed record ResourceDescriptor
{
    private static readonly ImmutableArray<string> AllVerbs =
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>The API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>The served versions, the preferred one first.</summary>
    public required ImmutableArray<ResourceVersionDescriptor> Versions { get; init; }

    /// <summary>Plural name, as in URLs.</summary>
    public required string Plural { get; init; }

    /// <summary>Singular name.</summary>
    public required string Singular { get; init; }

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The kind of lists.</summary>
    public string ListKind { get => field ?? $"{Kind}List"; init; }

    /// <summary>Whether objects live in namespaces.</summary>
    public bool Namespaced { get; init; }

    /// <summary>Short names for kubectl.</summary>
    public ImmutableArray<string> ShortNames { get; init; } = [];

    /// <summary>Categories for kubectl, e.g. <c>all</c>.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>Subresources: <c>status</c>, <c>scale</c>, and for pods <c>log</c>, <c>exec</c> …</summary>
    public ImmutableArray<SubresourceDescriptor> Subresources { get; init; } = [];

    /// <summary>The verbs.</summary>
    public ImmutableArray<string> Verbs { get; init; } = AllVerbs;

    /// <summary>True for kinds that a CustomResourceDefinition brought.</summary>
    public bool Custom { get; init; }

    /// <summary>Whether writes of the main resource leave <c>status</c> alone and count generations.</summary>
    public bool HasStatus => Subresources.Any(subresource => subresource.Name == "status");

    /// <summary>Plural and group, as in <see cref="Storage.ObjectKey.Resource"/>.</summary>
    public string Id => field ??= Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>The version whose <c>apiVersion</c> stored objects carry.</summary>
    public ResourceVersionDescriptor Storage => Versions.FirstOrDefault(version => version.Storage) ?? Versions[0];

    /// <summary>The served version with this name, or null.</summary>
    public ResourceVersionDescriptor? FindVersion(string version) => Versions.FirstOrDefault(each => each.Name == version);

    /// <summary><c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion(string version) => Group.Length == 0 ? version : $"{Group}/{version}";
}
