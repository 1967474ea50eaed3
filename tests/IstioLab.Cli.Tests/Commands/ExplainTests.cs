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
    public async Task Text_tells_rules_left_out_actions_endpoints_and_what_the_client_gets()
    {
        using var harness = new CommandLineHarness();
        var file = harness.Write(
            "a.yaml",
            """
            apiVersion: v1
            kind: Service
            metadata: { name: a, namespace: shop }
            spec: { selector: { app: a }, ports: [{ name: http, port: 80 }] }
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: a, namespace: shop }
            spec: { template: { metadata: { labels: { app: a, version: v1 } } } }
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: a, namespace: shop }
            spec: { host: a, subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }] }
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: a, namespace: shop }
            spec:
              hosts: [a]
              http:
              - match: [{ headers: { user: { exact: nolen } } }]
                directResponse: { status: 418, body: { string: tea } }
              - match: [{ uri: { prefix: /api } }]
                rewrite: { uri: /v1 }
                timeout: 2s
                fault: { delay: { percentage: { value: 10 }, fixedDelay: 1s } }
                route:
                - { destination: { host: a, subset: v1 }, weight: 90 }
                - { destination: { host: a, subset: v2 }, weight: 10 }
            """);

        var outcome = await harness.RunAsync("explain", "-f", file, "--from", "shop/a", "-H", "user: Nolen", "http://a/api/x");
        var missed = await harness.RunAsync("explain", "-f", file, "--from", "shop/a", "http://a/");

        string[] parts =
        [
            "listener 0.0.0.0_80, virtual host a.shop.svc.cluster.local:80",
            $"http[0].match[0] does not apply: header 'user' is 'Nolen', the rule wants exactly 'nolen': values are case-sensitive ({file}:22)",
            $"VirtualService shop/a http[1].match[0] ({file}:24)",
            "10 % of requests wait 1 s first (DI)",
            "path becomes /v1/x",
            "timeout 2 s for all attempts together",
            "90 % → outbound|80|v1|a.shop.svc.cluster.local  (subset 'v1')",
            "1 of 1 endpoints ready: a pod of a",
            "HTTP 503 of the mesh, flags UH no_healthy_upstream",
            "the client gets: the answer of one of 2 destinations",
        ];
        Assert.All(parts, part => Assert.Contains(part, outcome.Out, StringComparison.Ordinal));
        Assert.Contains("no rule of VirtualService shop/a takes the request", missed.Out, StringComparison.Ordinal);
        Assert.Contains("the client gets: HTTP 404 of the mesh, flags NR route_not_found", missed.Out, StringComparison.Ordinal);
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
