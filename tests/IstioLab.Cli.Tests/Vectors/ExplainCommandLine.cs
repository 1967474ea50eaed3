using System.Text.Json.Nodes;
using IstioLab.Cli.Tests.CommandLine;

namespace IstioLab.Cli.Tests.Vectors;

/// <summary>Asks <c>explain</c> as a user does: files, requests as lines, the answer as JSON.</summary>
internal static class ExplainCommandLine
{
    public static async Task<JsonNode> AskAsync(IEnumerable<string> texts, JsonObject request, params string[] more)
    {
        using var harness = new CommandLineHarness();
        var files = texts.Select((text, number) => harness.Write($"config/{number}.yaml", text)).ToList();
        var lines = harness.Write("requests.jsonl", request.ToJsonString() + "\n");

        var outcome = await harness.RunAsync(["explain", "-f", Path.GetDirectoryName(files[0])!, "--requests", lines, "-o", "json", .. more]);

        Assert.True(outcome.Code == 0, outcome.Error);
        return JsonNode.Parse(outcome.Out)!;
    }

    /// <summary>The ConfigMap that Istio keeps the mesh's settings in; nothing when there are none.</summary>
    public static string Mesh(JsonNode? settings) => Mesh(settings?.ToJsonString() ?? "");

    /// <summary>The same for settings as YAML.</summary>
    public static string Mesh(string settings) => settings.Length == 0 ? "" : new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "istio", ["namespace"] = "istio-system" },
        ["data"] = new JsonObject { ["mesh"] = settings },
    }.ToJsonString();
}
