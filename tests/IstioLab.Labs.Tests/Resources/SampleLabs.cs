using System.Collections.Immutable;
using IstioLab.Labs.Definitions;

namespace IstioLab.Labs.Tests.Resources;

internal static class SampleLabs
{
    public static LabDefinition Canary { get; } = new()
    {
        Name = "canary",
        Folder = "labs/canary",
        Title = Text("Canary release by weight"),
        About = Text("Two versions, a client and a VirtualService."),
        Namespace = "nolen",
        Answers = new Dictionary<string, string> { ["c1"] = "apps-v1", ["c2"] = "apps-v2" },
        Steps = [Step(1, "without-injection", "1/1"), Step(2, "inject", "2/2"), Step(3, "half", "2/2")],
    };

    private static LabStep Step(int number, string name, string ready) => new()
    {
        Number = number,
        Name = name,
        Title = Text($"Title of {name}"),
        Shows = Text($"What {name} shows."),
        Traffic = new LabTraffic("apps-client", new Uri("http://apps-svc-all"), 400, ImmutableDictionary<string, string>.Empty),
        Expect = new LabExpectation(ready, ImmutableDictionary<string, int>.Empty, []),
    };

    private static LocalizedText Text(string text) => new(text, text);
}
