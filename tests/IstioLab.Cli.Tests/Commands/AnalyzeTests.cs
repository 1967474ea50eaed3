using System.Text.Json.Nodes;
using IstioLab.Cli.Tests.CommandLine;

namespace IstioLab.Cli.Tests.Commands;

public sealed class AnalyzeTests
{
    private const string Conflict = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: a, namespace: shop }
        spec:
          hosts: [a.example]
          gateways: [nosuch]
          http:
          - redirect: { uri: /x }
        """;

    [Fact]
    public async Task Json_has_code_level_resource_source_path_and_message()
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("a.yaml", Conflict);

        var outcome = await harness.RunAsync("analyze", "-f", file, "-o", "json");

        var message = JsonNode.Parse(outcome.Out)!["messages"]![0]!;
        Assert.Equal(1, outcome.Code);
        Assert.Equal(
            ("IST0101", "Error", "VirtualService shop/a", $"{file}:6", "spec.gateways[0]"),
            ((string?)message["code"], (string?)message["level"], (string?)message["resource"], (string?)message["source"], (string?)message["path"]));
        Assert.Contains("nosuch", (string?)message["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_as_istioctl_writes_it_with_a_remedy()
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("a.yaml", Conflict);

        var outcome = await harness.RunAsync("analyze", "-f", file);

        Assert.Contains($"Error [IST0101] (VirtualService shop/a {file}:6) Referenced gateway not found: \"nosuch\"", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("→ Create 'nosuch'", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_below_error_leave_the_exit_code_0()
    {
        using var harness = new CommandLineHarness();
        harness.Write("folder/a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n");

        var outcome = await harness.RunAsync("analyze", "-f", Path.Combine(Path.GetDirectoryName(harness.Write("folder/b.yaml", ""))!));

        Assert.Equal(0, outcome.Code);
        Assert.Contains("Info [IST0102] (Namespace shop", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_beside_the_messages_of_the_rest()
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("a.yaml", "defaultConfig: {}\n---\na:\n\tb: 1\n---\n" + Conflict);

        var outcome = await harness.RunAsync("analyze", "-f", file, "-o", "json");

        Assert.Equal(1, outcome.Code);
        Assert.Equal("IST0101", (string?)JsonNode.Parse(outcome.Out)!["messages"]![0]!["code"]);
        Assert.Contains($"{file}:1", outcome.Error, StringComparison.Ordinal);
        Assert.Contains($"{file}:4", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_there_twice_is_a_remark()
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: b, a: c }\n");

        var outcome = await harness.RunAsync("analyze", "-f", file, "-o", "json");

        Assert.Equal(0, outcome.Code);
        Assert.Contains("Key 'a' is there twice", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_files_it_asks_for_a_running_environment()
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync("analyze");

        Assert.Equal(3, outcome.Code);
        Assert.Contains("./lab up", outcome.Error, StringComparison.Ordinal);
    }
}
