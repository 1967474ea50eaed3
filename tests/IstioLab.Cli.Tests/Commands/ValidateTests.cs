using System.Text.Json.Nodes;
using IstioLab.Cli.Tests.CommandLine;

namespace IstioLab.Cli.Tests.Commands;

public sealed class ValidateTests
{
    private const string VirtualService = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata:
          name: a
          namespace: shop
        spec:
          hosts: [b]
          http:
          - route:
            - destination:
                host: x
              weight: WEIGHT
        """;

    [Fact]
    public async Task Valid_object_is_valid()
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("a.yaml", VirtualService.Replace("WEIGHT", "100", StringComparison.Ordinal));

        var outcome = await harness.RunAsync("validate", "-f", file, "-o", "json");

        Assert.Equal(0, outcome.Code);
        Assert.True((bool)JsonNode.Parse(outcome.Out)!["results"]![0]!["valid"]!);
    }

    [Fact]
    public async Task Invalid_object_has_path_and_message_and_exit_code_1()
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("a.yaml", VirtualService.Replace("WEIGHT", "-5", StringComparison.Ordinal));

        var outcome = await harness.RunAsync("validate", "-f", file, "-o", "json");

        var result = JsonNode.Parse(outcome.Out)!["results"]![0]!;
        Assert.Equal(1, outcome.Code);
        Assert.Equal($"{file}:1", (string?)result["source"]);
        Assert.Equal(("VirtualService", "shop", "a"), ((string?)result["kind"], (string?)result["namespace"], (string?)result["name"]));
        Assert.Equal("spec.http[0].route[0].weight", (string?)result["errors"]![0]!["path"]);
    }

    [Fact]
    public async Task Text_names_the_line_of_the_field()
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("a.yaml", VirtualService.Replace("WEIGHT", "-5", StringComparison.Ordinal));

        var outcome = await harness.RunAsync("validate", "-f", file);

        Assert.Contains($"{file}:12: VirtualService 'shop/a': spec.http[0].route[0].weight", outcome.Out.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:\n\tb: 1\n", "tab")]
    [InlineData("", "holds no object")]
    [InlineData("apiVersion: v1\nkind: Servce\nmetadata: { name: x }\n", "There is no kind 'Servce' in 'v1'")]
    [InlineData("apiVersion: v1\nkind: VirtualService\nmetadata: { name: x }\n", "Write 'kind: VirtualService' with 'apiVersion: networking.istio.io/")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\nspec: { replicas: two }\n", "replicas")]
    [InlineData("apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: x }\nspec: { hosts: [a], htp: [] }\n", "unknown field \"spec.htp\"")]
    public async Task Bad_input_is_told_with_its_reason(string text, string reason)
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("bad.yaml", text);

        var outcome = await harness.RunAsync("validate", "-f", file, "-o", "json");

        Assert.Equal(1, outcome.Code);
        var errors = JsonNode.Parse(outcome.Out)!["results"]!.AsArray().SelectMany(result => result!["errors"]!.AsArray());
        Assert.Contains(errors, error => ((string?)error!["message"])!.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gateway.networking.k8s.io/v1", "HTTPRoute")]
    [InlineData("snapshot.storage.k8s.io/v1", "VolumeSnapshot")]
    [InlineData("storage.k8s.io/v1", "CSIDriver")]
    [InlineData("example.com/v1", "Thing")]
    public async Task A_kind_that_may_exist_elsewhere_is_valid_with_a_warning(string apiVersion, string kind)
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("a.yaml", $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{ name: x }}\n");

        var outcome = await harness.RunAsync("validate", "-f", file, "-o", "json");

        var result = JsonNode.Parse(outcome.Out)!["results"]![0]!;
        Assert.True((bool)result["valid"]!);
        Assert.Contains("nothing of it was checked", (string?)result["warnings"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_of_5_MB_is_read()
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write("big.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: x }}\ndata:\n  a: \"{new string('x', 5_000_000)}\"\n");

        Assert.Equal(0, (await harness.RunAsync("validate", "-f", file)).Code);
    }

    [Fact]
    public async Task File_that_does_not_exist_is_wrong_usage()
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync("validate", "-f", "nowhere.yaml");

        Assert.Equal((2, "File 'nowhere.yaml' does not exist. Check the path given with '-f'."), (outcome.Code, outcome.Error.Trim()));
    }
}
