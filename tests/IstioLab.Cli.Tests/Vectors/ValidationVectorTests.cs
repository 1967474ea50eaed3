using System.Text.Json.Nodes;
using IstioLab.Cli.Tests.CommandLine;
using IstioLab.Config.Tests.Validation;

namespace IstioLab.Cli.Tests.Vectors;

/// <summary>All samples of Istio's validation cases in one folder, through <c>validate -o json</c>.</summary>
public sealed class ValidationVectorTests
{
    [Fact]
    public async Task Verdicts_of_a_folder_are_those_of_Istio()
    {
        using var harness = new CommandLineHarness();
        var cases = VectorCase.Read().Where(vector => !vector.IsDamaged).ToList();
        var folder = "";
        for (var index = 0; index < cases.Count; index++)
        {
            folder = Path.GetDirectoryName(harness.Write($"cases/{index:0000}.json", cases[index].Resource().ToJsonString()))!;
        }

        var outcome = await harness.RunAsync("validate", "-f", folder, "-o", "json");

        var results = JsonNode.Parse(outcome.Out)!["results"]!.AsArray().ToLookup(item => Path.GetFileName(((string?)item!["source"])!.Split(':')[0]));
        Assert.Equal(1, outcome.Code);
        Assert.Equal([], cases.SelectMany((vector, index) => Differences(vector, [.. results[$"{index:0000}.json"]])));
    }

    /// <summary>A list gives a result for each of its items.</summary>
    private static IEnumerable<string> Differences(VectorCase vector, List<JsonNode?> results)
    {
        var errors = Texts(results, "errors");
        var warnings = Texts(results, "warnings");
        var said = $"{vector.Source}: {string.Join(" | ", errors)} | {string.Join(" | ", warnings)}";
        if (vector.Valid != (errors.Count == 0) || vector.Valid != results.TrueForAll(result => (bool)result!["valid"]!))
        {
            yield return $"valid={vector.Valid}: {said}";
        }

        if (vector.Warning is { } warned && warned != (warnings.Count > 0))
        {
            yield return $"warning={warned}: {said}";
        }

        if (vector.Error is { } error && !errors.Exists(text => text.Contains(error, StringComparison.Ordinal)))
        {
            yield return $"error={error}: {said}";
        }
    }

    private static List<string> Texts(IEnumerable<JsonNode?> results, string list) =>
        [.. results.SelectMany(result => result![list]!.AsArray()).Select(item => (string)item!["message"]!)];
}
