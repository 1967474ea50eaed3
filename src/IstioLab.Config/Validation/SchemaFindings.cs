using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Schemas.Objects;

namespace IstioLab.Config.Validation;

/// <summary>What the schema of a kind says of an object, sorted by what it means for the rules that follow.</summary>
internal sealed class SchemaFindings
{
    private static readonly SchemaFindings s_none = new([], []);

    private readonly ImmutableArray<ValidationFinding> _errors;
    private readonly ImmutableArray<ValidationFinding> _nulls;

    private SchemaFindings(ImmutableArray<ValidationFinding> errors, ImmutableArray<ValidationFinding> nulls) => (_errors, _nulls) = (errors, nulls);

    /// <summary>The fields whose type the rules cannot read; an empty path is the whole object.</summary>
    private ImmutableArray<string> WrongTypes { get; init; } = [];

    public static SchemaFindings Of(ConfigValue resource, IstioVersion version)
    {
        var schema = SchemaCatalog.BuiltIn.Find(resource["apiVersion"].Text, resource["kind"].Text);
        if (schema is null || resource.Node is not { } node)
        {
            return s_none;
        }

        var unknown = Pruner.FindUnknown(schema.Root, node).Select(static path => new ValidationFinding(path, $"unknown field \"{path}\""));
        if (!schema.Custom)
        {
            var type = TypeErrorFinder.Find(schema, node);
            return new SchemaFindings([.. type is null ? [] : new[] { new ValidationFinding("", type) }, .. unknown], []) { WrongTypes = type is null ? [] : [""] };
        }

        var found = Problems(schema.Root, node)
            .Where(problem => version.IsAtLeast(18) || !IsNewRule(problem))
            .ToLookup(static problem => IsNull(problem));
        return new SchemaFindings([.. unknown, .. found[false].Select(Finding)], [.. found[true].Select(Finding)])
        {
            WrongTypes = [.. found[false].Where(static problem => problem.Reason == ProblemReason.FieldValueTypeInvalid).Select(static problem => Finding(problem).Path)],
        };
    }

    /// <summary>
    /// Joins both verdicts, without what the rules say of values that they could not read. A null in a list or map alone is a warning: Istio
    /// takes it for an empty value, the API server refuses it.
    /// </summary>
    public ValidationResult With(ValidationResult all)
    {
        var rules = all with { Errors = Readable(all.Errors), Warnings = Readable(all.Warnings) };
        var errors = _errors.AddRange(rules.Errors.Where(rule => !_errors.Any(error => error.Message == rule.Message)));
        return rules with
        {
            Errors = errors.IsEmpty ? errors : errors.AddRange(_nulls),
            Warnings = errors.IsEmpty ? rules.Warnings.AddRange(_nulls) : rules.Warnings,
        };
    }

    private ImmutableArray<ValidationFinding> Readable(ImmutableArray<ValidationFinding> findings) =>
        WrongTypes.IsEmpty ? findings : findings.RemoveAll(finding => WrongTypes.Any(wrong => Concerns(finding.Path, wrong)));

    /// <summary>Whether a finding speaks of a field, of a part of it, or of what it is directly part of.</summary>
    private static bool Concerns(string path, string wrong) =>
        path.StartsWith(wrong, StringComparison.Ordinal) || path == wrong[..Math.Max(0, wrong.LastIndexOfAny(['.', '[']))];

    /// <summary>
    /// The schema's problems, without the API server's remark that CEL rules were not checked, and without what is wrong only because an
    /// empty list is written out: Istio and its tools leave empty lists away.
    /// </summary>
    private static IEnumerable<ObjectProblem> Problems(SchemaNode schema, JsonNode node)
    {
        var problems = ObjectValidator.Validate(schema, node);
        var tidy = problems.Count == 0 ? [] : ObjectValidator.Validate(schema, WithoutEmptyLists(node)!).ToHashSet();
        return problems.Where(problem => !problem.Message.StartsWith("Invalid value: null: some", StringComparison.Ordinal)
            && (tidy.Contains(problem) || problem.Message.Contains("should have at least", StringComparison.Ordinal)));
    }

    private static JsonNode? WithoutEmptyLists(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Where(static pair => pair.Value is not JsonArray { Count: 0 })
            .Select(static pair => KeyValuePair.Create(pair.Key, WithoutEmptyLists(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(WithoutEmptyLists)]),
        _ => node?.DeepClone(),
    };

    /// <summary>The CRDs of 1.17 had types, enumerations and oneOf, but no required fields, no limits and no CEL.</summary>
    private static bool IsNewRule(ObjectProblem problem) =>
        problem.Field != ObjectProblem.NoField
        && problem.Reason is ProblemReason.FieldValueInvalid or ProblemReason.FieldValueRequired
            or ProblemReason.FieldValueTooLong or ProblemReason.FieldValueTooMany;

    private static bool IsNull(ObjectProblem problem) => problem.Message.EndsWith(": \"null\"", StringComparison.Ordinal);

    private static ValidationFinding Finding(ObjectProblem problem) =>
        new(problem.Field == ObjectProblem.NoField ? "" : problem.Field, problem.Message);
}
