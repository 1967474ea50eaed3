using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Explanation;
using IstioLab.Config.Kubernetes;

namespace IstioLab.Config.Tests.Explanation;

/// <summary>In which order objects arrive changes no answer.</summary>
public sealed class OrderTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Cases", "routes");

    public static TheoryData<string> Folders() =>
        [.. Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Answers_are_the_same_for_shuffled_objects(string folder)
    {
        var objects = ConfigObjectReader.Read(File.ReadAllText(Path.Combine(Root, folder, "config.yaml"))).Objects.ToArray();
        var requests = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, folder, "expect.json")))!.AsArray()
            .Select(item => ExplainRequestReader.Read(item!["request"]!.ToJsonString(), out _)!)
            .ToList();
        var expected = Answers(MeshState.Empty.With(objects), requests);
        var random = new Random(7);
        for (var round = 0; round < 10; round++)
        {
            random.Shuffle(objects);

            Assert.Equal(expected, Answers(MeshState.Empty.With(objects), requests));
            Assert.Equal(expected, Answers(objects.Aggregate(MeshState.Empty, (state, item) => state.With([item])), requests));
        }
    }

    private static List<string> Answers(MeshState state, List<ExplainRequest> requests)
    {
        var explainer = new Explainer(state);
        return [.. requests.Select(request => ExplanationWriter.Write(explainer.Explain(request)))];
    }
}
