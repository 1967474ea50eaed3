using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>One cause of a 422 answer, in the API server's words.</summary>
/// <param name="Field">The field, as <c>spec.hosts[0]</c>; <c>&lt;nil&gt;</c> where the API server names none.</param>
/// <param name="Reason">The cause's reason.</param>
/// <param name="Message">What follows the field in the text, as <c>Required value</c>.</param>
public sealed record ObjectProblem(string Field, ProblemReason Reason, string Message)
{
    /// <summary>What the API server writes for no field.</summary>
    public const string NoField = "<nil>";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Field and message, as <c>spec.hosts: Required value</c>.</summary>
    public override string ToString() => $"{Field}: {Message}";

    /// <summary>A value that breaks a rule.</summary>
    public static ObjectProblem Invalid(string field, JsonNode? value, string detail) =>
        new(field, ProblemReason.FieldValueInvalid, $"Invalid value: {Show(value)}: {detail}");

    /// <summary>A missing value.</summary>
    public static ObjectProblem Required(string field, string detail = "") =>
        new(field, ProblemReason.FieldValueRequired, detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    /// <summary>A value outside of an enumeration.</summary>
    public static ObjectProblem NotSupported(string field, JsonNode? value, IEnumerable<string> supported) => new(
        field,
        ProblemReason.FieldValueNotSupported,
        $"Unsupported value: {Show(value)}: supported values: {string.Join(", ", supported.Select(static text => $"\"{text}\""))}");

    /// <summary>A value that may not be set.</summary>
    public static ObjectProblem Forbidden(string field, string detail) => new(field, ProblemReason.FieldValueForbidden, $"Forbidden: {detail}");

    /// <summary>A value that is there twice.</summary>
    public static ObjectProblem Duplicate(string field, JsonNode? value) =>
        new(field, ProblemReason.FieldValueDuplicate, $"Duplicate value: {Show(value)}");

    internal static string Show(JsonNode? value) => value switch
    {
        null => "null",
        JsonValue when value.GetValueKind() == JsonValueKind.Number => Number(value.ToJsonString()),
        _ => value.ToJsonString(s_plain),
    };

    private static string Number(string text) =>
        text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? text
            : value.ToString("R", CultureInfo.InvariantCulture);
}
