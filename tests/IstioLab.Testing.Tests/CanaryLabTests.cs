namespace IstioLab.Testing.Tests;

/// <summary>The canary lab as a unit test: what docs/testing.md shows.</summary>
public sealed class CanaryLabTests
{
    private const string Apps = "labs/canary/01-deploy-apps.yaml";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Path(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, file);

    [Fact]
    public async Task Canary_gets_its_weight_as_soon_as_there_are_sidecars()
    {
        await using var lab = await IstioLabFixture.StartAsync(new IstioLabOptions { Namespace = "nolen" }, Token);
        await lab.ApplyAsync(Path(Apps), Token);
        await lab.ApplyAsync(Path("labs/canary/02-apps-vs.yaml"), Token);
        var before = await lab.SendAsync("apps-client", "http://apps-svc-all/", 200, cancellationToken: Token);
        before.AssertSplit(("c1", 50), ("c2", 50));

        await lab.InjectAsync(Path(Apps), Token);
        var after = await lab.SendAsync("apps-client", "http://apps-svc-all/", 200, cancellationToken: Token);
        after.AssertSplit(("c1", 90), ("c2", 10));

        await lab.ApplyAsync(Path("labs/canary/04-apps-vs-0-100.yaml"), Token);
        var replaced = await lab.SendAsync("apps-client", "http://apps-svc-all/", 20, cancellationToken: Token);
        replaced.AssertSplit(("c2", 100));
        await replaced.First.AssertRouteAsync("outbound|80||apps-svc-v2.nolen.svc.cluster.local", Token);
        await replaced.First.AssertFlagsAsync("-", Token);
        await replaced.First.AssertSpansAsync(["client-test.nolen", "linux02.nolen"], Token);
    }

    [Fact]
    public async Task Client_of_a_workload_calls_from_its_pod()
    {
        await using var lab = await IstioLabFixture.StartAsync(new IstioLabOptions { Namespace = "nolen" }, Token);
        await lab.InjectAsync(Path(Apps), Token);

        var body = await lab.ClientOf("apps-client").GetStringAsync("http://apps-svc-v1.nolen/", Token);

        Assert.Equal("c1\n", body);
    }
}
