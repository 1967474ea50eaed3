using System.Collections.Immutable;

namespace IstioLab.Config.Schemas;

/// <summary>A <c>oneOf</c>, <c>anyOf</c>, <c>allOf</c> or <c>not</c> of a structural schema.</summary>
/// <param name="Kind">How the alternatives are joined.</param>
/// <param name="Alternatives">Value validations only: they add no fields to the object.</param>
public sealed record SchemaJunction(JunctionKind Kind, ImmutableArray<SchemaNode> Alternatives);
