using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;
using IstioLab.Hosting.Tests.Run;
using IstioLab.Labs.Api;

namespace IstioLab.Hosting.Tests.Publish;

/// <summary>The Helm chart of the AppHost, rendered, is what a cluster accepts.</summary>
[Collection(RunningAppHostGroup.Name)]
public sealed class ChartTests(RunningAppHost host) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("istiolab-chart-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Chart_has_the_services_and_their_rules_and_a_cluster_accepts_each_object()
    {
        var chart = await PublishAsync();
        var objects = HelmTemplate.Render(chart, "shop");
        using var api = KubeApi.Open((await (await host.ReadyAsync()).GetConnectionStringAsync("lab", Token))!);

        var accepted = new List<string>();
        foreach (var wanted in objects)
        {
            var kind = (string)wanted["kind"]!;
            var name = (string)wanted["metadata"]!["name"]!;
            var place = await api.FindPlaceAsync((string)wanted["apiVersion"]!, kind, Token);
            var answer = await api.SendAsync(
                HttpMethod.Patch, $"{place.Object("default", name)}?fieldManager=chart&force=true&dryRun=All", wanted, "application/apply-patch+yaml", Token);
            Assert.Equal(kind, (string?)answer?["kind"]);
            accepted.Add($"{kind} {name}");
        }

        Assert.Superset(
            new HashSet<string>
            {
                "Deployment pricing-v1-deployment",
                "Deployment pricing-v2-deployment",
                "Deployment storefront-deployment",
                "Service pricing",
                "Service storefront",
                "VirtualService pricing-virtualservice",
                "DestinationRule pricing-destinationrule",
            },
            accepted.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rules_find_the_pods_of_the_chart()
    {
        var objects = HelmTemplate.Render(await PublishAsync(), "shop");

        var service = Single(objects, "Service", "pricing");
        var versions = objects.Where(found => (string?)found["kind"] == "Deployment")
            .Select(found => found["spec"]!["template"]!["metadata"]!["labels"]!)
            .Where(labels => (string?)labels["app"] == (string?)service["spec"]!["selector"]!["app"])
            .Select(labels => (string?)labels["version"]);
        var subsets = Single(objects, "DestinationRule", "pricing-destinationrule")["spec"]!["subsets"]!.AsArray().Select(subset => (string?)subset!["labels"]!["version"]);
        var routes = Single(objects, "VirtualService", "pricing-virtualservice")["spec"]!["http"]!.AsArray();

        Assert.Equal(["v1", "v2"], versions.Order());
        Assert.Equal(["v1", "v2"], subsets);
        Assert.Equal("gold", (string?)routes[0]!["match"]![0]!["headers"]!["x-user-tier"]!["exact"]);
        Assert.Equal([90L, 10L], routes[1]!["route"]!.AsArray().Select(route => (long)route!["weight"]!));
    }

    private async Task<string> PublishAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--operation", "publish", "--step", "publish", "--output-path", _folder], Token);
        await using var app = await builder.BuildAsync(Token);
        await app.RunAsync(Token).WaitAsync(RunningAppHost.Patience, Token);
        return _folder;
    }

    private static JsonObject Single(IEnumerable<JsonObject> objects, string kind, string name) =>
        objects.Single(found => (string?)found["kind"] == kind && (string?)found["metadata"]!["name"] == name);
}
