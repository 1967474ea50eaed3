using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Nodes;
using IstioLab.Config.Analysis;
using IstioLab.Config.Analysis.Messages;
using IstioLab.Config.Diagnostics;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Tests.Vectors;

namespace IstioLab.Config.Tests.Analysis;

/// <summary>One folder per case: <c>input.yaml</c> in, the messages of <c>expected.json</c> out.</summary>
public sealed class AnalysisCaseTests
{
    private static readonly string s_root = Path.Combine(AppContext.BaseDirectory, "Cases", "analysis");

    public static TheoryData<string> Names() => [.. Directory.GetDirectories(s_root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Messages_are_those_of_the_case(string name)
    {
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(s_root, name, "expected.json")))!.AsArray().Select(item => item!.ToString());

        Assert.Equal(expected, Messages(name).Select(Print));
    }

    [Fact]
    public void Every_message_has_a_case_and_a_remedy()
    {
        var given = Names().SelectMany(row => Messages(row.Data)).ToList();
        var codes = given.Select(message => message.Code)
            .Concat(VectorFile.Load("analyzers.sample.jsonl").SelectMany(row => row["expected"]!.AsArray().Select(item => (string)item!["code"]!)))
            .ToHashSet();
        var declared = typeof(MessageKinds).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => ((MessageKind)field.GetValue(null)!).Code);

        Assert.Equal([], declared.Where(code => !codes.Contains(code)));
        Assert.All(given, message => Assert.True(message.Remedy.Length > 0 && !message.Remedy.Contains("{0}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Release_1_17_has_its_own_levels_and_lacks_newer_messages()
    {
        var messages = ConfigAnalyzer.Analyze(Read("destination-rules"), new AnalysisOptions { Release = IstioRelease.Istio117 });

        Assert.Equal(["IST0128 Error", "IST0133 Warning"], messages.Select(message => $"{message.Code} {message.Level}"));
    }

    [Fact]
    public void A_live_cluster_gets_no_supposed_gateway()
    {
        var messages = ConfigAnalyzer.Analyze(Read("gateways"), new AnalysisOptions { IsLive = true });

        Assert.Equal(3, messages.Count(message => message is { Code: "IST0101", Level: DiagnosticLevel.Error } && message.Path == "spec.selector.istio"));
    }

    private static ImmutableArray<AnalysisMessage> Messages(string name) => ConfigAnalyzer.Analyze(Read(name), new AnalysisOptions());

    private static ImmutableArray<ConfigObject> Read(string name) =>
        ConfigObjectReader.Read(File.ReadAllText(Path.Combine(s_root, name, "input.yaml")), "input.yaml").Objects;

    private static string Print(AnalysisMessage message) => $"{message.Position!.Line} {message.Level} {message.Code} {message.Subject} {message.Path}";
}
