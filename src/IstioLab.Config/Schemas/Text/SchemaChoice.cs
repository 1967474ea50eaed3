using System.Collections.Immutable;

namespace IstioLab.Config.Schemas.Text;

/// <summary>A protobuf <c>oneof</c> as Istio's CRDs spell it: none of the fields, or exactly one.</summary>
internal static class SchemaChoice
{
    /// <summary>Each choice is a list of names as <c>a|b</c>; several are joined by allOf, because a keyword stands once.</summary>
    public static ImmutableArray<SchemaJunction> Junctions(IReadOnlyList<string> choices) => choices.Count switch
    {
        0 => [],
        1 => [AtMostOne(choices[0].Split('|'))],
        _ => [new SchemaJunction(JunctionKind.AllOf, [.. choices.Select(static names => WithJunction(AtMostOne(names.Split('|'))))])],
    };

    private static SchemaJunction AtMostOne(IReadOnlyList<string> names)
    {
        var required = ImmutableArray.CreateRange(names.Select(Required));
        var none = WithJunction(new(JunctionKind.Not, [WithJunction(new(JunctionKind.AnyOf, required))]));
        return new SchemaJunction(JunctionKind.OneOf, [none, .. required]);
    }

    private static SchemaNode WithJunction(SchemaJunction junction) => new()
    {
        Shape = new SchemaShape { Junctions = [junction], PreserveUnknown = true },
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
