using System.Collections.Immutable;

namespace IstioLab.Config.Schemas.Text;

/// <summary>A protobuf <c>oneof</c> as Istio's CRDs spell it: none of the fields, or exactly one.</summary>
internal static class SchemaChoice
{
    public static SchemaJunction AtMostOne(IReadOnlyList<string> names)
    {
        var required = ImmutableArray.CreateRange(names.Select(Required));
        var none = WithJunction(JunctionKind.Not, [WithJunction(JunctionKind.AnyOf, required)]);
        return new SchemaJunction(JunctionKind.OneOf, [none, .. required]);
    }

    private static SchemaNode WithJunction(JunctionKind kind, ImmutableArray<SchemaNode> alternatives) => new()
    {
        Shape = new SchemaShape { Junctions = [new SchemaJunction(kind, alternatives)], PreserveUnknown = true },
    };

    private static SchemaNode Required(string name) => new()
    {
        Shape = new SchemaShape
        {
            PreserveUnknown = true,
            Fields = new Dictionary<string, SchemaField>(StringComparer.Ordinal) { [name] = new(name, SchemaNode.Any) { Required = true } },
        },
    };
}
