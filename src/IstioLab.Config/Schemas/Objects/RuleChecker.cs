using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>Walks an object and checks the CEL rules that are known by their text; see <see cref="KnownRules"/>.</summary>
internal static class RuleChecker
{
    public static void Check(SchemaNode schema, JsonNode? value, List<ObjectProblem> problems) => Walk(schema, value, "", problems);

    public static bool HasRules(SchemaNode schema) => HasRules(schema, []);

    private static bool HasRules(SchemaNode schema, HashSet<string> seen)
    {
        if (schema.TypeName is { } name && (!seen.Add(name) || name == "meta.v1.ObjectMeta"))
        {
            return false;
        }

        return schema.Rules.Length > 0
            || schema.Fields.Values.Any(field => HasRules(field.Node, seen))
            || (schema.Items is { } items && HasRules(items, seen));
    }

    private static void Walk(SchemaNode schema, JsonNode? value, string path, List<ObjectProblem> problems)
    {
        if (value is null)
        {
            return;
        }

        foreach (var rule in schema.Rules)
        {
            if (KnownRules.Error(rule, value) is { } error)
            {
                problems.Add(Problem(schema, value, path, error));
            }
        }

        switch (value)
        {
            case JsonObject map:
                foreach (var (key, item) in map)
                {
                    var child = schema.Fields.TryGetValue(key, out var field) ? field.Node : schema.Type == SchemaType.Map ? schema.Items : null;
                    if (child is not null && !(path.Length == 0 && key == "metadata"))
                    {
                        Walk(child, item, FieldPath.Child(path, key), problems);
                    }
                }

                break;
            case JsonArray array when schema.Items is { } items:
                for (var i = 0; i < array.Count; i++)
                {
                    Walk(items, array[i], FieldPath.Index(path, i), problems);
                }

                break;
        }
    }

    /// <summary>The API server shows the value of scalars, leaves objects and lists out, and shows the type where CEL itself failed.</summary>
    private static ObjectProblem Problem(SchemaNode schema, JsonNode value, string path, RuleError error)
    {
        if (error.Evaluation)
        {
            return new ObjectProblem(path, ProblemReason.FieldValueInvalid, $"Invalid value: \"{JsonTypes.Of(schema.Type)}\": {error.Message}");
        }

        return value is JsonObject or JsonArray
            ? new ObjectProblem(path, ProblemReason.FieldValueInvalid, $"Invalid value: {error.Message}")
            : ObjectProblem.Invalid(path, value, error.Message);
    }
}
