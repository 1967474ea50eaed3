namespace IstioLab.Config.Schemas;

/// <summary>How a <see cref="SchemaJunction"/> joins its alternatives.</summary>
public enum JunctionKind
{
    /// <summary>Exactly one alternative must hold.</summary>
    OneOf,

    /// <summary>At least one alternative must hold.</summary>
    AnyOf,

    /// <summary>All alternatives must hold.</summary>
    AllOf,

    /// <summary>The single alternative must not hold.</summary>
    Not,
}
