using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Explanation;
using IstioLab.Config.Injection;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Tests.Explanation;

/// <summary>Whatever stands in a field, compiling and explaining gives an answer.</summary>
public sealed class MalformedConfigTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Cases", "routes");

    private static readonly string[] Junk =
        ["null", "true", "-1", "1e99", "\"\"", "\"*\"", "\"a/b/c\"", "\"10.0.0.5/8\"", "\"(\"", "[]", "{}", "[null]", "{\"a\":[1]}", "\"99999999999999999999\"", "\"1h2x\""];

    [Theory]
    [InlineData("actions")]
    [InlineData("selection")]
    [InlineData("gateway")]
    [InlineData("planned")]
    [InlineData("canary")]
    [InlineData("listeners")]
    [InlineData("gateway-servers")]
    public void Mutated_objects_never_make_the_compiler_throw(string folder)
    {
        var objects = ConfigObjectReader.Read(File.ReadAllText(Path.Combine(Root, folder, "config.yaml"))).Objects
            .Select(item => (JsonObject)YamlJson.ToJson(item.Root)!)
            .ToList();
        var requests = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, folder, "expect.json")))!.AsArray()
            .Select(item => ExplainRequestReader.Read(item!["request"]!.ToJsonString(), out _)!)
            .ToList();
        var random = new Random(42);
        var injector = new SidecarInjector(new InjectionOptions());
        for (var round = 0; round < 150; round++)
        {
            var text = new List<string>();
            foreach (var item in objects)
            {
                var copy = (JsonObject)item.DeepClone();
                if (random.Next(3) == 0)
                {
                    Mutate(copy["spec"] as JsonObject ?? copy, random);
                }

                text.Add(copy.ToJsonString());
            }

            var all = string.Join("\n---\n", text);
            var explainer = new Explainer(MeshState.Empty.With(ConfigObjectReader.Read(all).Objects));
            foreach (var request in requests)
            {
                Assert.NotEmpty(ExplanationWriter.Write(explainer.Explain(request)));
            }

            Assert.NotEmpty(injector.InjectFile(all).Text);
        }
    }

    /// <summary>Replaces a random value somewhere below.</summary>
    private static void Mutate(JsonNode node, Random random)
    {
        var children = node switch
        {
            JsonObject map => map.Select(pair => (object)pair.Key).ToList(),
            JsonArray list => [.. Enumerable.Range(0, list.Count).Select(index => (object)index)],
            _ => [],
        };
        if (children.Count == 0)
        {
            return;
        }

        var key = children[random.Next(children.Count)];
        var child = key is string name ? node[name] : node[(int)key];
        if (child is JsonObject or JsonArray && random.Next(4) > 0)
        {
            Mutate(child, random);
            return;
        }

        var junk = JsonNode.Parse(Junk[random.Next(Junk.Length)]);
        if (key is string field)
        {
            node[field] = junk;
        }
        else
        {
            node[(int)key] = junk;
        }
    }
}
