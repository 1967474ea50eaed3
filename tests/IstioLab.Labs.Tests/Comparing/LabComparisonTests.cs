using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Environments;
using IstioLab.Labs.Api;
using IstioLab.Labs.Comparing;
using IstioLab.Labs.Definitions;
using IstioLab.Labs.Tests.Definitions;

namespace IstioLab.Labs.Tests.Comparing;

/// <summary>Two clusters whose labs differ in one weight: the comparison finds that, and nothing else.</summary>
public sealed class LabComparisonTests : IAsyncLifetime
{
    private const string Definition = """
        name: one-step
        title: { en: One step, zh: 一步 }
        about: { en: One step., zh: 一步。 }
        namespace: nolen
        answers: { c1: apps-v1, c2: apps-v2 }
        steps:
        - name: weights
          title: { en: Weights, zh: 权重 }
          shows: { en: The split., zh: 比例。 }
          inject: [01-deploy-apps.yaml, 02-apps-vs.yaml]
          traffic: { from: apps-client, url: http://apps-svc-all, requests: 200 }
          expect: { ready: 2/2, split: { apps-v1: 90, apps-v2: 10 } }
        """;

    private readonly string _home = Directory.CreateTempSubdirectory("il-compare-").FullName;
    private readonly List<EmbeddedCluster> _clusters = [];
    private readonly List<KubeApi> _apis = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _apis.ForEach(api => api.Dispose());
        foreach (var cluster in _clusters)
        {
            await cluster.DisposeAsync();
        }

        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task Weight_that_differs_is_found_and_the_rest_is_alike()
    {
        var left = await StartAsync("left", text => text);
        var right = await StartAsync("right", text => text.Replace("weight: 90", "weight: 20", StringComparison.Ordinal).Replace("weight: 10", "weight: 80", StringComparison.Ordinal));

        var observations = await new LabComparison(left, right, TimeProvider.System).RunAsync("one-step", _ => { }, Token);

        var different = observations.Where(observation => !observation.IsAlike).ToList();
        Assert.True(different.Select(observation => observation.Subject).SequenceEqual(["check", "split"]), string.Join('\n', different));
        Assert.Equal(11, observations.Count);
        Assert.Contains(observations, observation => observation is { Subject: "READY", Left: "2/2", Right: "2/2" });
        var unknown = observations.Single(observation => observation.Subject == "GET http://no-such-service.invalid");
        Assert.Equal(unknown.Left, unknown.Right);
        foreach (var side in (ComparedSide[])[left, right])
        {
            Assert.Null(await side.Api.FindAsync("api/v1/namespaces/nolen", Token));
        }
    }

    [Fact]
    public async Task Step_that_one_side_cannot_take_is_a_difference()
    {
        var left = await StartAsync("left", text => text);
        var right = await StartAsync("right", text => text.Replace("kind: VirtualService", "kind: NoSuchKind", StringComparison.Ordinal));

        var observation = Assert.Single(await new LabComparison(left, right, TimeProvider.System).RunAsync("one-step", _ => { }, Token));

        Assert.False(observation.IsAlike);
        Assert.Equal(("step", "done"), (observation.Subject, observation.Left));
        Assert.Contains("NoSuchKind", observation.Right, StringComparison.Ordinal);
    }

    private async Task<ComparedSide> StartAsync(string name, Func<string, string> change)
    {
        var lab = Path.Combine(_home, name, "labs", "one-step");
        Directory.CreateDirectory(lab);
        await File.WriteAllTextAsync(Path.Combine(lab, "lab.yaml"), Definition, Token);
        foreach (var file in (string[])["01-deploy-apps.yaml", "02-apps-vs.yaml"])
        {
            var text = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Labs, "canary", file), Token);
            await File.WriteAllTextAsync(Path.Combine(lab, file), change(text), Token);
        }

        var cluster = new EmbeddedCluster(new EmbeddedClusterOptions { Folder = new LabHome(Path.Combine(_home, name)).Open("compare") });
        _clusters.Add(cluster);
        await cluster.StartAsync(Token);
        var api = KubeApi.Open(cluster.KubeconfigPath);
        _apis.Add(api);
        return new ComparedSide(name, api, new LabLibrary(Path.Combine(_home, name, "labs")));
    }
}
