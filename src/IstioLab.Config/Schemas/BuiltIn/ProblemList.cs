using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>Collects problems; the checks that many kinds share.</summary>
internal sealed class ProblemList
{
    public List<ObjectProblem> Items { get; } = [];

    public void Invalid(string field, JsonNode? value, string detail) => Items.Add(ObjectProblem.Invalid(field, value, detail));

    public void Required(string field, string detail = "") => Items.Add(ObjectProblem.Required(field, detail));

    public void Duplicate(string field, JsonNode? value) => Items.Add(ObjectProblem.Duplicate(field, value));

    /// <summary>Checks a choice; an empty text counts as a missing one.</summary>
    public void OneOf(string field, string value, params IReadOnlyList<string> supported)
    {
        if (value.Length > 0 && !supported.Contains(value))
        {
            Items.Add(ObjectProblem.NotSupported(field, value, supported));
        }
    }

    /// <summary>Checks that a number, where there is one, is not negative.</summary>
    public void NotNegative(JsonObject map, string name, string path)
    {
        if (Number(map[name]) is < 0)
        {
            Invalid($"{path}.{name}", map[name], "must be greater than or equal to 0");
        }
    }

    /// <summary>Checks a port number.</summary>
    public void Port(string field, JsonNode? value)
    {
        if (Number(value) is not (>= 1 and <= 65535))
        {
            Invalid(field, value ?? 0, "must be between 1 and 65535, inclusive");
        }
    }

    /// <summary>Checks a port that may also be given by its name.</summary>
    public void PortOrName(string field, JsonNode? value)
    {
        if (value?.GetValueKind() == JsonValueKind.String)
        {
            PortName(field, value.GetValue<string>());
        }
        else
        {
            Port(field, value);
        }
    }

    public void PortName(string field, string name)
    {
        foreach (var error in NameRules.PortName(name))
        {
            Invalid(field, name, error);
        }
    }

    /// <summary>Checks a name that is a DNS label.</summary>
    public void Label(string field, string name)
    {
        if (name.Length == 0)
        {
            Required(field);
        }
        else if (NameRules.Label(name) is { } error)
        {
            Invalid(field, name, error);
        }
    }

    public static double? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? JsonTypes.Number(value) : null;

    /// <summary>The objects of a list with their paths.</summary>
    public static IEnumerable<(string Path, JsonObject Item)> Each(JsonObject map, string name, string path) =>
        map.Objects(name).Select((item, index) => (FieldPath.Index($"{path}.{name}", index), item));
}
