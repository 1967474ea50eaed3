using System.Collections.Immutable;

namespace IstioLab.Config.Schemas;

/// <summary>The schema of one group, version and kind.</summary>
public sealed class ResourceSchema
{
    /// <summary>The API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>The version, as <c>v1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Kind, plural, short names and categories.</summary>
    public required ResourceNames Names { get; init; }

    /// <summary>Whether objects live in a namespace.</summary>
    public required bool Namespaced { get; init; }

    /// <summary>Whether the kind is defined by a CRD: JSON only, and validated by its schema.</summary>
    public bool Custom { get; init; }

    /// <summary>Whether this is the version that a CRD stores; true for built-in kinds.</summary>
    public bool Storage { get; init; } = true;

    /// <summary>A CRD's own columns; empty for built-in kinds.</summary>
    public ImmutableArray<PrinterColumn> Columns { get; init; } = [];

    /// <summary>The object itself, with apiVersion, kind and metadata.</summary>
    public required SchemaNode Root { get; init; }

    /// <summary>The kind.</summary>
    public string Kind => Names.Kind;

    /// <summary>Group and version as <c>apiVersion</c> holds them.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}
