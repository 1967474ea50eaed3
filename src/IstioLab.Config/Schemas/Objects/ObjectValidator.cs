using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>
/// Validates an object of a custom kind against its structural schema, with the API server's own texts.
/// See https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation
/// </summary>
public sealed class ObjectValidator
{
    private readonly List<ObjectProblem> _problems = [];
    private bool _hasRules;

    private ObjectValidator()
    {
    }

    /// <summary>Finds everything that is wrong, in document order. Unknown fields are not looked at: prune before.</summary>
    /// <param name="schema">The schema of the whole object; apiVersion, kind and metadata are not validated.</param>
    /// <param name="value">The object.</param>
    public static IReadOnlyList<ObjectProblem> Validate(SchemaNode schema, JsonNode value)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var validator = new ObjectValidator();
        foreach (var field in schema.Fields.Values.Where(static field => field.Name is not ("apiVersion" or "kind" or "metadata")))
        {
            var map = value as JsonObject;
            if (map is not null && map.ContainsKey(field.Name))
            {
                validator.Check(field.Node, map[field.Name], field.Name);
            }
            else if (field.Required)
            {
                validator._problems.Add(ObjectProblem.Required(field.Name));
            }
        }

        return validator.Finish(schema, value);
    }

    private List<ObjectProblem> Finish(SchemaNode schema, JsonNode value)
    {
        var blocked = _problems.Any(static problem => problem.Reason is ProblemReason.FieldValueNotSupported or ProblemReason.FieldValueRequired
            or ProblemReason.FieldValueTooLong or ProblemReason.FieldValueTooMany or ProblemReason.FieldValueTypeInvalid);
        if (!blocked)
        {
            RuleChecker.Check(schema, value, _problems);
        }
        else if (_hasRules || RuleChecker.HasRules(schema))
        {
            _problems.Add(ObjectProblem.Invalid(
                ObjectProblem.NoField,
                null,
                "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"));
        }

        return _problems;
    }

    private void Check(SchemaNode schema, JsonNode? value, string path)
    {
        _hasRules |= schema.Rules.Length > 0;
        if (value is null && schema.Nullable)
        {
            return;
        }

        if (!JsonTypes.Matches(schema.Type, value))
        {
            var actual = JsonTypes.Of(value);
            _problems.Add(new ObjectProblem(
                path,
                ProblemReason.FieldValueTypeInvalid,
                $"Invalid value: \"{actual}\": {path} in body must be of type {JsonTypes.Of(schema.Type)}: \"{actual}\""));
            return;
        }

        if (value is JsonObject map)
        {
            Object(schema, map, path);
        }
        else if (value is JsonArray array && schema.Items is { } items)
        {
            for (var i = 0; i < array.Count; i++)
            {
                Check(items, array[i], FieldPath.Index(path, i));
            }
        }

        LimitChecker.Check(schema, value, path, _problems);
        foreach (var junction in schema.Junctions)
        {
            if (JunctionChecker.Error(junction, value, path) is { } error)
            {
                _problems.Add(ObjectProblem.Invalid(ObjectProblem.NoField, "", error));
            }
        }
    }

    private void Object(SchemaNode schema, JsonObject map, string path)
    {
        foreach (var field in schema.Fields.Values.Where(field => field.Required && !map.ContainsKey(field.Name)))
        {
            _problems.Add(ObjectProblem.Required(FieldPath.Child(path, field.Name)));
        }

        foreach (var (key, item) in map)
        {
            var child = schema.Fields.TryGetValue(key, out var field) ? field.Node : schema.Type == SchemaType.Map ? schema.Items : null;
            if (child is not null && (item is not null || !IsPrunedNull(child)))
            {
                Check(child, item, FieldPath.Child(path, key));
            }
        }
    }

    /// <summary>A null where null is no value is dropped by the API server when a default exists; without one it is an error.</summary>
    private static bool IsPrunedNull(SchemaNode node) => node.Type == SchemaType.Any;
}
