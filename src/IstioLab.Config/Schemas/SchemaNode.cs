using System.Collections.Immutable;

namespace IstioLab.Config.Schemas;

/// <summary>
/// What one JSON value of a resource must look like: type, fields, limits, and how patches and server-side apply merge it.
/// Immutable; object bodies are read when they are first asked for.
/// See https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
/// </summary>
public sealed class SchemaNode
{
    private readonly Lazy<SchemaShape>? _shared;
    private readonly SchemaShape _own = SchemaShape.Empty;

    internal SchemaNode()
    {
    }

    /// <summary>A value of any type, kept as it is.</summary>
    public static SchemaNode Any { get; } = new() { Shape = new SchemaShape { PreserveUnknown = true } };

    /// <summary>The JSON type.</summary>
    public SchemaType Type { get; init; }

    /// <summary>
    /// The format, or null: <c>int32</c>, <c>int64</c>, <c>double</c>, <c>byte</c> (base64 text), <c>date-time</c>, <c>micro-time</c>,
    /// <c>quantity</c>, <c>raw</c> (an object of any kind), <c>fields</c> (managed fields), and what a CRD says.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The name of an object type that several fields share, as <c>core.v1.PodSpec</c>; null for a body of its own.</summary>
    public string? TypeName { get; init; }

    /// <summary>The fields of an object by JSON name; empty for other types.</summary>
    public IReadOnlyDictionary<string, SchemaField> Fields => ResolvedShape.Fields;

    /// <summary>The elements of an array or the values of a map; null otherwise.</summary>
    public SchemaNode? Items { get; init; }

    /// <summary>How server-side apply merges the list.</summary>
    public ListType ListType { get; init; }

    /// <summary>The fields that tell the elements of a <see cref="Schemas.ListType.Map"/> apart.</summary>
    public ImmutableArray<string> ListMapKeys { get; init; } = [];

    /// <summary>Whether server-side apply takes the object or map as one value (<c>x-kubernetes-map-type: atomic</c>).</summary>
    public bool AtomicMap { get; init; }

    /// <summary>The field by which a strategic merge patch matches elements, or null.</summary>
    public string? PatchMergeKey { get; init; }

    /// <summary>What a strategic merge patch does with the value.</summary>
    public PatchStrategy PatchStrategy { get; init; }

    /// <summary>Whether null is a value.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether unknown fields are kept (<c>x-kubernetes-preserve-unknown-fields</c>).</summary>
    public bool PreserveUnknown => ResolvedShape.PreserveUnknown;

    /// <summary>Whether the value is a whole object with apiVersion, kind and metadata (<c>x-kubernetes-embedded-resource</c>).</summary>
    public bool EmbeddedResource { get; init; }

    /// <summary>Enumeration, range, length and pattern.</summary>
    public SchemaLimits Limits { get; init; } = SchemaLimits.None;

    /// <summary>oneOf, anyOf, allOf and not.</summary>
    public ImmutableArray<SchemaJunction> Junctions => ResolvedShape.Junctions;

    /// <summary>The CEL rules of the value.</summary>
    public ImmutableArray<SchemaRule> Rules => ResolvedShape.Rules;

    internal SchemaShape Shape
    {
        get => _own;
        init => _own = value;
    }

    internal Lazy<SchemaShape>? SharedShape
    {
        get => _shared;
        init => _shared = value;
    }

    internal IReadOnlyDictionary<int, SchemaField> WireFields => ResolvedShape.WireFields;

    private SchemaShape ResolvedShape => _shared?.Value ?? _own;

    /// <summary>Finds a field by its JSON name.</summary>
    public SchemaField? FindField(string name) => Fields.GetValueOrDefault(name);
}
