using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>Enumeration, range, length, pattern and counts.</summary>
internal static class LimitChecker
{
    private static readonly TimeSpan s_patternTimeout = TimeSpan.FromMilliseconds(100);

    public static void Check(SchemaNode schema, JsonNode? value, string path, List<ObjectProblem> problems)
    {
        var limits = schema.Limits;
        if (ReferenceEquals(limits, SchemaLimits.None) || value is null)
        {
            return;
        }

        if (limits.Enum.Length > 0 && !limits.Enum.Contains(Text(value)))
        {
            problems.Add(ObjectProblem.NotSupported(path, value, limits.Enum));
        }

        switch (value)
        {
            case JsonArray array:
                Count(array.Count, limits.MinItems, limits.MaxItems, "items", path, problems);
                break;
            case JsonObject map:
                Count(map.Count, limits.MinProperties, limits.MaxProperties, "properties", path, problems);
                break;
            case not null when value.GetValueKind() == JsonValueKind.Number:
                Range(limits, value, path, problems);
                break;
            case not null when value.GetValueKind() == JsonValueKind.String:
                Length(limits, value, path, problems);
                break;
        }
    }

    private static void Range(SchemaLimits limits, JsonNode value, string path, List<ObjectProblem> problems)
    {
        var number = JsonTypes.Number(value);
        if (limits.Minimum is { } low && (number < low || (limits.ExclusiveMinimum && number <= low)))
        {
            problems.Add(ObjectProblem.Invalid(path, value, limits.ExclusiveMinimum
                ? $"{path} in body should be greater than {Show(low)}"
                : $"{path} in body should be greater than or equal to {Show(low)}"));
        }

        if (limits.Maximum is { } high && (number > high || (limits.ExclusiveMaximum && number >= high)))
        {
            problems.Add(ObjectProblem.Invalid(path, value, limits.ExclusiveMaximum
                ? $"{path} in body should be less than {Show(high)}"
                : $"{path} in body should be less than or equal to {Show(high)}"));
        }

        if (limits.MultipleOf is { } step && Math.Abs(Math.IEEERemainder(number, step)) > 1e-9)
        {
            problems.Add(ObjectProblem.Invalid(path, value, $"{path} in body should be a multiple of {Show(step)}"));
        }
    }

    private static void Length(SchemaLimits limits, JsonNode value, string path, List<ObjectProblem> problems)
    {
        var text = Text(value);
        var length = text.EnumerateRunes().Count();
        if (limits.MinLength is { } min && length < min)
        {
            problems.Add(ObjectProblem.Invalid(path, value, $"{path} in body should be at least {min} chars long"));
        }

        if (limits.MaxLength is { } max && length > max)
        {
            problems.Add(new ObjectProblem(path, ProblemReason.FieldValueTooLong, $"Too long: may not be more than {max} bytes"));
        }

        if (limits.Pattern is { } pattern && !Matches(pattern, text))
        {
            problems.Add(ObjectProblem.Invalid(path, value, $"{path} in body should match '{pattern}'"));
        }
    }

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, s_patternTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            // A pattern of RE2 that .NET does not read must not refuse objects.
            return true;
        }
    }

    private static void Count(int count, long? min, long? max, string noun, string path, List<ObjectProblem> problems)
    {
        if (count < min)
        {
            problems.Add(ObjectProblem.Invalid(path, count, $"{path} in body should have at least {min} {noun}"));
        }

        if (count > max)
        {
            problems.Add(new ObjectProblem(path, ProblemReason.FieldValueTooMany, $"Too many: {count}: must have at most {max} {(max == 1 ? "item" : "items")}"));
        }
    }

    private static string Text(JsonNode value) =>
        value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : value.ToJsonString();

    private static string Show(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
