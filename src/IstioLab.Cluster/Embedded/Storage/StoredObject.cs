using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>An object as it is stored: immutable UTF-8 JSON and the metadata that the server itself needs.</summary>
internal sealed class StoredObject
{
    private object? _model;

    internal StoredObject(ObjectKey key, ReadOnlyMemory<byte> json, ObjectMetadata metadata)
    {
        Key = key;
        Json = json;
        Metadata = metadata;
    }

    /// <summary>Resource, namespace and name.</summary>
    public ObjectKey Key { get; }

    /// <summary>The whole object; <c>apiVersion</c> (the storage version) is its first property.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The parsed part of the object.</summary>
    public ObjectMetadata Metadata { get; }

    /// <summary>Shorthand for the key's namespace.</summary>
    public string Namespace => Key.Namespace;

    /// <summary>Shorthand for the key's name.</summary>
    public string Name => Key.Name;

    /// <summary>The object's uid.</summary>
    public string Uid => Metadata.Uid;

    /// <summary>The number of the change that wrote this state.</summary>
    public long ResourceVersion => Metadata.ResourceVersion;

    /// <summary>Grows with each change of the desired state; 0 for kinds that have none.</summary>
    public long Generation => Metadata.Generation;

    /// <summary>When the object was created, in whole seconds.</summary>
    public DateTimeOffset CreationTime => Metadata.CreationTime;

    /// <summary>When the object will be (or should have been) gone; null unless it is being deleted.</summary>
    public DateTimeOffset? DeletionTime => Metadata.DeletionTime;

    /// <summary>The labels; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Labels => Metadata.Labels;

    /// <summary>The annotations; empty if there are none.</summary>
    public IReadOnlyDictionary<string, string> Annotations => Metadata.Annotations;

    /// <summary>The owner references.</summary>
    public IReadOnlyList<OwnerReference> Owners => Metadata.Owners;

    /// <summary>The finalizers that still hold the object.</summary>
    public IReadOnlyList<string> Finalizers => Metadata.Finalizers;

    /// <summary>The object as a KubernetesClient model; parsed once and shared, so callers change nothing in it.</summary>
    public T As<T>()
        where T : class
    {
        if (Volatile.Read(ref _model) is T known) return known;
        var parsed = KubernetesJson.Deserialize<T>(JsonDocument.Parse(Json).RootElement)!;
        Volatile.Write(ref _model, parsed);
        return parsed;
    }

    /// <summary>A fresh tree that the caller may change.</summary>
    public JsonObject ToNode() => JsonNode.Parse(Json.Span)!.AsObject();

    /// <inheritdoc/>
    public override string ToString() => $"{Key}@{ResourceVersion}";
}
