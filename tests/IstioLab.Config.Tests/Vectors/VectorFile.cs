using System.Text.Json.Nodes;

namespace IstioLab.Config.Tests.Vectors;

/// <summary>Istio's own cases, one JSON object per line.</summary>
internal static class VectorFile
{
    public static IReadOnlyList<JsonObject> Load(string name) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", "vectors", name))
            .Where(line => line.Length > 0)
            .Select(line => JsonNode.Parse(line)!.AsObject()),
    ];

    /// <summary>Rows of a kind by their number in the file, with the source as a name.</summary>
    public static TheoryData<int, string> Rows(string file, Func<JsonObject, bool> wanted)
    {
        var data = new TheoryData<int, string>();
        var rows = Load(file);
        for (var index = 0; index < rows.Count; index++)
        {
            if (wanted(rows[index]))
            {
                data.Add(index, Text(rows[index]["source"]));
            }
        }

        return data;
    }

    public static string Text(JsonNode? node) => node is JsonValue value ? value.ToString() : "";
}
