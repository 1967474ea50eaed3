using System.Globalization;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>oneOf, anyOf, allOf and not.</summary>
internal static class JunctionChecker
{
    /// <summary>The error's text without its field, or null.</summary>
    public static string? Error(SchemaJunction junction, JsonNode? value, string path)
    {
        var valid = junction.Alternatives.Count(alternative => Holds(alternative, value));
        return junction.Kind switch
        {
            JunctionKind.OneOf when valid != 1 =>
                $"\"{path}\" must validate one and only one schema (oneOf). Found {(valid == 0 ? "none" : valid.ToString(CultureInfo.InvariantCulture))} valid"
                + (valid == 0 ? "" : " alternatives"),
            JunctionKind.AnyOf when valid == 0 => $"\"{path}\" must validate at least one schema (anyOf)",
            JunctionKind.AllOf when valid != junction.Alternatives.Length => $"\"{path}\" must validate all the schemas (allOf)",
            JunctionKind.Not when valid > 0 => $"\"{path}\" must not validate the schema (not)",
            _ => null,
        };
    }

    /// <summary>Whether a value satisfies a schema of value validations.</summary>
    public static bool Holds(SchemaNode schema, JsonNode? value)
    {
        if (schema.Type != SchemaType.Any && !JsonTypes.Matches(schema.Type, value))
        {
            return false;
        }

        var problems = new List<ObjectProblem>();
        LimitChecker.Check(schema, value, "", problems);
        return problems.Count == 0 && Fields(schema, value) && Items(schema, value)
            && schema.Junctions.All(junction => Error(junction, value, "") is null);
    }

    private static bool Fields(SchemaNode schema, JsonNode? value)
    {
        if (value is not JsonObject map)
        {
            return true;
        }

        return schema.Fields.Values.All(field => map.TryGetPropertyValue(field.Name, out var child) ? Holds(field.Node, child) : !field.Required);
    }

    private static bool Items(SchemaNode schema, JsonNode? value) =>
        schema.Items is not { } items || value is not JsonArray array || array.All(item => Holds(items, item));
}
