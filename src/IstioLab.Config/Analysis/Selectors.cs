using System.Collections.Frozen;
using IstioLab.Config.Discovery;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Analysis;

/// <summary>Label selectors as analyzers read and print them.</summary>
internal static class Selectors
{
    public static bool Selects(this FrozenDictionary<string, string> selector, FrozenDictionary<string, string> labels) =>
        LabelMaps.IsSubset(selector, labels);

    /// <summary><c>a=1,b=2</c>, by key.</summary>
    public static string Print(this FrozenDictionary<string, string> selector) =>
        string.Join(',', selector.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The path of the first label of a selector, which a message points at.</summary>
    public static string PathOf(string path, FrozenDictionary<string, string> selector) => selector.Count == 0
        ? path
        : YamlPath.Of(path, selector.Keys.Order(StringComparer.Ordinal).First());

    /// <summary>A Kubernetes LabelSelector with expressions; an absent one selects everything.</summary>
    public static bool MatchesLabelSelector(YamlNode? selector, FrozenDictionary<string, string> labels) =>
        selector is not YamlMapping
        || (selector["matchLabels"].ToTextMap().Selects(labels) && selector.Items("matchExpressions").All(item => MatchesExpression(item, labels)));

    private static bool MatchesExpression(YamlNode expression, FrozenDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(expression.Text("key"), out var value);
        return expression.Text("operator") switch
        {
            "In" => has && expression.Texts("values").Contains(value!),
            "NotIn" => !has || !expression.Texts("values").Contains(value!),
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }
}
