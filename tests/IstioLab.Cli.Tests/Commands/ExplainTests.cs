using System.Text.Json.Nodes;
using IstioLab.Cli.Tests.CommandLine;

namespace IstioLab.Cli.Tests.Commands;

public sealed class ExplainTests
{
    private static readonly string Lab = Path.Combine(AppContext.BaseDirectory, "labs", "ab-testing");

    private static readonly string[] Files = ["-f", Path.Combine(Lab, "01-deploy-apps.yaml"), Path.Combine(Lab, "02-vs-apps-svc-all.yaml")];

    [Theory]
    [InlineData("username: nolen", "http[0].match[0]", "apps-svc-v1")]
    [InlineData("username: nolen-2", "http[1]", "apps-svc-v2")]
    public async Task Header_decides_the_rule(string header, string path, string service)
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync(["explain", .. Files, "--from", "apps-client", "-H", header, "http://apps-svc-all", "-o", "json"]);

        var json = JsonNode.Parse(outcome.Out)!;
        Assert.Equal(0, outcome.Code);
        Assert.Equal("VirtualService nolen/apps-svc-all-vs", (string?)json["rule"]!["resource"]);
        Assert.Equal(path, (string?)json["rule"]!["path"]);
        Assert.Equal($"outbound|80||{service}.nolen.svc.cluster.local", (string?)json["destinations"]![0]!["cluster"]);
    }

    [Fact]
    public async Task Requests_of_a_file_are_answered_line_by_line()
    {
        using var harness = new CommandLineHarness();
        var requests = harness.Write(
            "requests.jsonl",
            """
            {"id":"1","from":{"type":"sidecar","namespace":"nolen","labels":{"app":"client-test"}},"url":"http://apps-svc-all/","headers":{"username":"nolen"}}

            {"id":"2","from":{"type":"sidecar","namespace":"nolen"},"method":"GET","url":"http://apps-svc-all/"}
            """);

        var outcome = await harness.RunAsync(["explain", .. Files, "--requests", requests, "-o", "json"]);

        var answers = outcome.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(0, outcome.Code);
        Assert.Equal(["1", "2"], answers.Select(answer => (string?)answer["id"]));
        Assert.Equal(["http[0].match[0]", "http[1]"], answers.Select(answer => (string?)answer["rule"]!["path"]));
    }

    [Fact]
    public async Task Line_that_is_no_request_is_named_and_the_others_are_answered()
    {
        using var harness = new CommandLineHarness();
        var requests = harness.Write("requests.jsonl", "{\n{\"id\":\"2\",\"from\":{\"namespace\":\"nolen\"},\"url\":\"http://apps-svc-all/\"}\n");

        var outcome = await harness.RunAsync(["explain", .. Files, "--requests", requests, "-o", "json"]);

        Assert.Equal(1, outcome.Code);
        Assert.StartsWith($"{requests}:1: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"2\"", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_that_stands_in_several_files_is_remarked_on()
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync(["explain", .. Files, .. Files, "--from", "apps-client", "http://apps-svc-all"]);

        Assert.Equal(0, outcome.Code);
        Assert.Contains("VirtualService 'nolen/apps-svc-all-vs' stands in the files 2 times", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_workload_is_named_with_those_that_there_are()
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync(["explain", .. Files, "--from", "apps-klient", "http://apps-svc-all"]);

        Assert.Equal(2, outcome.Code);
        Assert.Equal(
            "There is no workload 'apps-klient'. The workloads are nolen/apps-client, nolen/apps-v1, nolen/apps-v2.",
            outcome.Error.Trim());
    }

    [Fact]
    public async Task Request_without_an_origin_is_wrong_usage()
    {
        using var harness = new CommandLineHarness();

        var outcome = await harness.RunAsync(["explain", .. Files, "http://apps-svc-all"]);

        Assert.Equal(2, outcome.Code);
        Assert.Contains("'--from WORKLOAD' or '--gateway NAMESPACE/NAME'", outcome.Error, StringComparison.Ordinal);
    }
}
