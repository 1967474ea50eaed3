using System.Text.Json.Nodes;
using IstioLab.Config.Schemas.Defaults;

namespace IstioLab.Config.Schemas.BuiltIn;

/// <summary>Selectors with matchLabels and matchExpressions.</summary>
internal static class LabelSelectors
{
    public static bool Matches(JsonObject selector, JsonObject labels) =>
        (selector.Map("matchLabels") ?? []).All(wanted => labels.ContainsKey(wanted.Key) && JsonNode.DeepEquals(labels[wanted.Key], wanted.Value))
        && selector.Objects("matchExpressions").All(expression => Matches(expression, expression.Text("key"), labels));

    private static bool Matches(JsonObject expression, string key, JsonObject labels)
    {
        var listed = (expression["values"] as JsonArray ?? []).Any(value => JsonNode.DeepEquals(value, labels[key]));
        return expression.Text("operator") switch
        {
            "In" => labels.ContainsKey(key) && listed,
            "NotIn" => !listed,
            "Exists" => labels.ContainsKey(key),
            "DoesNotExist" => !labels.ContainsKey(key),
            _ => false,
        };
    }
}
