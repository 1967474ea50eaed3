using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>A label selector (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).</summary>
internal sealed class LabelSelector
{
    private LabelSelector(IReadOnlyList<LabelRequirement> requirements) => Requirements = requirements;

    /// <summary>Matches every object.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>The terms, all of which must hold.</summary>
    public IReadOnlyList<LabelRequirement> Requirements { get; }

    /// <summary>A selector from the text form that query strings carry: <c>app=web,tier in (a,b),!old</c>.</summary>
    /// <returns>False and the reason when the text is not a selector.</returns>
    public static bool TryParse(string text, out LabelSelector selector, out string error)
    {
        var parser = new LabelSelectorParser(text);
        var parsed = parser.TryParse(out var requirements, out error);
        selector = parsed ? new LabelSelector(requirements) : Everything;
        return parsed;
    }

    /// <summary>A selector for exactly these labels.</summary>
    public static LabelSelector FromLabels(IEnumerable<KeyValuePair<string, string>> labels) =>
        new([.. labels.Select(label => new LabelRequirement(label.Key, LabelOperator.In, [label.Value]))]);

    /// <summary>A selector from the object form <c>{matchLabels, matchExpressions}</c>; null selects nothing and gives null.</summary>
    public static LabelSelector? FromNode(JsonObject? node)
    {
        if (node is null) return null;
        var requirements = new List<LabelRequirement>();
        if (node["matchLabels"] is JsonObject labels)
            requirements.AddRange(labels.Select(label => new LabelRequirement(label.Key, LabelOperator.In, [Text(label.Value)])));
        if (node["matchExpressions"] is JsonArray expressions)
            requirements.AddRange(expressions.OfType<JsonObject>().Select(FromExpression));
        return new LabelSelector(requirements);
    }

    /// <summary>Whether the labels satisfy every term.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in Requirements)
            if (!requirement.Matches(labels)) return false;
        return true;
    }

    private static LabelRequirement FromExpression(JsonObject expression) => new(
        Text(expression["key"]),
        Text(expression["operator"]) switch
        {
            "In" => LabelOperator.In,
            "NotIn" => LabelOperator.NotIn,
            "Exists" => LabelOperator.Exists,
            _ => LabelOperator.DoesNotExist,
        },
        expression["values"] is JsonArray values ? [.. values.Select(Text)] : []);

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
