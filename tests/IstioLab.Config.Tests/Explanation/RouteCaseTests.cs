using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Explanation;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Tests.Explanation;

public sealed class RouteCaseTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Cases", "routes");

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in Directory.GetDirectories(Root).Order(StringComparer.Ordinal))
        {
            foreach (var item in Load(folder))
            {
                data.Add(Path.GetFileName(folder), (string)item!["name"]!);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Request_of_a_case_gets_the_expected_explanation(string folder, string name)
    {
        var path = Path.Combine(Root, folder);
        var config = ConfigObjectReader.Read(File.ReadAllText(Path.Combine(path, "config.yaml")), "config.yaml");
        Assert.Empty(config.Diagnostics);
        var item = Load(path).Single(candidate => (string)candidate!["name"]! == name)!;
        var request = ExplainRequestReader.Read(item["request"]!.ToJsonString(), out var problem);
        Assert.True(request is not null, problem);

        var explainer = new Explainer(MeshState.Empty.With(config.Objects));
        var actual = JsonNode.Parse(ExplanationWriter.Write(explainer.Explain(request)))!;

        Assert.Empty(JsonSubset.Differences(item["expect"]!, actual, "$"));
    }

    private static JsonArray Load(string folder) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expect.json")))!.AsArray();
}
