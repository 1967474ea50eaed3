using System.Collections.Frozen;
using System.Collections.Immutable;

namespace IstioLab.Config.Schemas;

/// <summary>The body of an object type, read when it is first asked for: many nodes refer to one body, and bodies may refer to themselves.</summary>
internal sealed class SchemaShape
{
    public static SchemaShape Empty { get; } = new();

    public IReadOnlyDictionary<string, SchemaField> Fields { get; init; } = FrozenDictionary<string, SchemaField>.Empty;

    /// <summary>The fields as the protobuf encoding has them: an embedded struct is one field, where <see cref="Fields"/> has its fields.</summary>
    public IReadOnlyDictionary<int, SchemaField> WireFields { get; init; } = FrozenDictionary<int, SchemaField>.Empty;

    public ImmutableArray<SchemaJunction> Junctions { get; init; } = [];

    public ImmutableArray<SchemaRule> Rules { get; init; } = [];

    public bool PreserveUnknown { get; init; }
}
