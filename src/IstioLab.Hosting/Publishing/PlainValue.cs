using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Hosting.Publishing;

/// <summary>Turns JSON into the plain values that a YAML serializer writes.</summary>
internal static class PlainValue
{
    public static object? Of(JsonNode? node) => node switch
    {
        JsonObject map => map.ToDictionary(entry => entry.Key, entry => Of(entry.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(Of).ToList(),
        JsonValue value => Scalar(value),
        _ => null,
    };

    /// <summary>A whole number stays one: <c>weight: 90.0</c> is no weight.</summary>
    private static object? Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when double.IsInteger(NumberOf(value)) => (long)NumberOf(value),
        JsonValueKind.Number => NumberOf(value),
        _ => value.GetValue<string>(),
    };

    private static double NumberOf(JsonValue value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
}
