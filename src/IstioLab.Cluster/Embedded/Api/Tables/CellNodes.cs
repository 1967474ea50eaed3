using System.Globalization;
using System.Text.Json;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>Reads values for table cells.</summary>
internal static class CellNodes
{
    /// <summary>The element at a dotted path; undefined when it is missing.</summary>
    public static JsonElement At(this JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return default;
        }
        return element;
    }

    /// <summary>A text, or the fallback.</summary>
    public static string Text(this JsonElement element, string path, string fallback = "") => At(element, path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } scalar => scalar.GetRawText(),
        _ => fallback,
    };

    /// <summary>A number, or 0.</summary>
    public static long Number(this JsonElement element, string path) =>
        At(element, path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : 0;

    /// <summary>A flag, or false.</summary>
    public static bool Flag(this JsonElement element, string path) => At(element, path).ValueKind == JsonValueKind.True;

    /// <summary>The elements of a list; none when it is missing.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string path) =>
        At(element, path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The members of an object; none when it is missing.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement element, string path) =>
        At(element, path) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];

    /// <summary>How many elements or members there are.</summary>
    public static int Count(this JsonElement element, string path) => At(element, path) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength(),
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().Count(),
        _ => 0,
    };

    /// <summary>A time, or null.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string path) =>
        DateTimeOffset.TryParse(element.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Texts joined, or the fallback when there are none.</summary>
    public static string Join(IEnumerable<string> texts, string fallback = "<none>", string separator = ",")
    {
        var joined = string.Join(separator, texts);
        return joined.Length == 0 ? fallback : joined;
    }

    /// <summary>A map as <c>a=b,c=d</c>, ordered by name.</summary>
    public static string Labels(this JsonElement element, string path) => Join(
        element.Members(path).Select(member => $"{member.Name}={member.Value.GetString()}").Order(StringComparer.Ordinal));

    /// <summary>A label selector as text.</summary>
    public static string Selector(this JsonElement element, string path)
    {
        var terms = element.Members($"{path}.matchLabels").Select(member => $"{member.Name}={member.Value.GetString()}").Order(StringComparer.Ordinal)
            .Concat(element.Items($"{path}.matchExpressions").Select(Expression));
        return Join(terms);
    }

    private static string Expression(JsonElement term)
    {
        var key = term.Text("key");
        var values = string.Join(',', term.Items("values").Select(value => value.GetString()));
        return term.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => key,
            _ => $"!{key}",
        };
    }
}
