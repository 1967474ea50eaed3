using System.Text;
using System.Text.Json.Nodes;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>A condition as text that is equal for equal conditions: sorted, without its name and without protobuf's defaults.</summary>
internal static class MatchText
{
    public static string Of(ConfigValue match)
    {
        var text = new StringBuilder();
        Write(match.Node, text, top: true);
        return text.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder text, bool top)
    {
        switch (node)
        {
            case JsonObject map:
                text.Append('{');
                foreach (var (key, value) in map.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                {
                    if ((!top || key != "name") && !IsDefault(key, value, top))
                    {
                        text.Append(key).Append(':');
                        Write(value, text, top: false);
                    }
                }

                text.Append('}');
                break;
            case JsonArray array:
                text.Append('[');
                foreach (var item in array)
                {
                    Write(item, text, top: false);
                    text.Append(',');
                }

                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null").Append(';');
                break;
        }
    }

    /// <summary>An empty string inside of a StringMatch says which kind of match it is, so it stays.</summary>
    private static bool IsDefault(string key, JsonNode? value, bool top) => value switch
    {
        null => top,
        JsonArray array => array.Count == 0,
        JsonObject map => top && map.Count == 0 && (key is "headers" or "withoutHeaders" or "queryParams" or "sourceLabels"),
        _ => top && (value.ToJsonString() is "false" or "0" or "\"\""),
    };
}
