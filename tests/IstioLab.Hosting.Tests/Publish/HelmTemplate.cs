using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Hosting.Tests.Publish;

/// <summary>As much of Helm's templates as Aspire writes: a value by its path, with functions that do not change what is written.</summary>
internal static partial class HelmTemplate
{
    private static readonly string[] s_known = ["int", "toString", "quote"];

    /// <summary>Renders all templates of a chart.</summary>
    public static IReadOnlyList<JsonObject> Render(string chart, string release)
    {
        var roots = new JsonObject
        {
            ["Values"] = Read(Path.Combine(chart, "values.yaml")),
            ["Chart"] = new JsonObject { ["Name"] = (string?)Read(Path.Combine(chart, "Chart.yaml"))["name"] },
            ["Release"] = new JsonObject { ["Name"] = release },
        };
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(chart, "templates"), "*.yaml", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .SelectMany(file => ConfigObjectReader.Read(Placeholder().Replace(File.ReadAllText(file), match => Evaluate(match.Groups[1].Value, roots)), file, "default").Objects)
                .Select(found => YamlJson.ToJson(found.Root)!.AsObject()),
        ];
    }

    private static JsonObject Read(string file) => YamlJson.ToJson(YamlDocumentReader.Read(File.ReadAllText(file), file).Documents[0].Root!)!.AsObject();

    private static string Evaluate(string expression, JsonObject roots)
    {
        var parts = expression.Split('|', StringSplitOptions.TrimEntries);
        Assert.All(parts.Skip(1), function => Assert.Contains(function, s_known));
        JsonNode? value = roots;
        foreach (var name in parts[0].TrimStart('.').Split('.'))
        {
            value = value?[name] ?? throw new KeyNotFoundException($"'{parts[0]}' has no value.");
        }

        return value!.ToString();
    }

    [GeneratedRegex(@"\{\{-?\s*(.+?)\s*-?\}\}")]
    private static partial Regex Placeholder();
}
