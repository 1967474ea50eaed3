using System.Collections.Frozen;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>The metadata of a stored object that the server and the controllers look at without parsing it again.</summary>
internal sealed record ObjectMetadata
{
    /// <summary>The object's uid.</summary>
    public required string Uid { get; init; }

    /// <summary>The number of the change that wrote this state.</summary>
    public required long ResourceVersion { get; init; }

    /// <summary>The generation; 0 when the kind has none.</summary>
    public long Generation { get; init; }

    /// <summary>When the object was created.</summary>
    public DateTimeOffset CreationTime { get; init; }

    /// <summary>When the object will be gone; null unless it is being deleted.</summary>
    public DateTimeOffset? DeletionTime { get; init; }

    /// <summary>Grace of the deletion in seconds.</summary>
    public long? DeletionGraceSeconds { get; init; }

    /// <summary>The labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The annotations.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The owner references.</summary>
    public IReadOnlyList<OwnerReference> Owners { get; init; } = [];

    /// <summary>The finalizers.</summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];
}
