namespace IstioLab.Testing.Tests;

public sealed class AssertionTests
{
    private const string NoRoute = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: apps, namespace: nolen}
        spec:
          hosts: [apps-svc-all]
          http:
          - match: [{headers: {end-user: {exact: nobody}}}]
            route: [{destination: {host: apps-svc-v1}}]
        """;

    private const string NegativeWeight = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: bad}
        spec: {hosts: [web], http: [{route: [{destination: {host: web}, weight: -1}]}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Assertions_that_fail_say_what_was_seen()
    {
        await using var lab = await IstioLabFixture.StartAsync(new IstioLabOptions { Namespace = "nolen" }, Token);
        await lab.InjectAsync(Path.Combine(AppContext.BaseDirectory, "labs/canary/01-deploy-apps.yaml"), Token);
        await lab.ApplyAsync(NoRoute, Token);

        var answers = await lab.SendAsync("apps-client", "http://apps-svc-all/", 20, cancellationToken: Token);

        answers.AssertStatus(404);
        await answers.First.AssertFlagsAsync("NR", Token);
        var split = Assert.Throws<IstioLabException>(() => answers.AssertSplit(("c1", 100)));
        Assert.Contains("'404' answered 20 of 20 requests (100 %); 0 % are expected", split.Message, StringComparison.Ordinal);
        var status = Assert.Throws<IstioLabException>(() => answers.AssertStatus(200));
        Assert.EndsWith("must be answered with 200; of 20, 20 got 404.", status.Message, StringComparison.Ordinal);
        var route = await Assert.ThrowsAsync<IstioLabException>(() => answers.First.AssertRouteAsync("outbound|80||x", Token));
        Assert.Contains("it got 404 with flags 'NR' (route_not_found)", route.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_that_is_wrong_is_refused_with_the_rule()
    {
        await using var lab = await IstioLabFixture.StartAsync(cancellationToken: Token);

        var file = await Assert.ThrowsAsync<IstioLabException>(() => lab.ApplyAsync("nowhere.yaml", Token));
        Assert.StartsWith("There is no file or folder 'nowhere.yaml'", file.Message, StringComparison.Ordinal);
        var rule = await Assert.ThrowsAsync<IstioLabException>(() => lab.ApplyAsync(NegativeWeight, Token));
        Assert.Contains("configuration is invalid", rule.Message, StringComparison.Ordinal);
        var workload = await Assert.ThrowsAsync<HttpRequestException>(() => lab.SendAsync("ghost", "http://web/", cancellationToken: Token));
        Assert.Contains("no pod named 'ghost'", workload.Message, StringComparison.Ordinal);
        var image = await Assert.ThrowsAsync<IstioLabException>(() => lab.ApplyAsync(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: odd}
            spec: {containers: [{name: c1, image: "nobody/has-this:1"}]}
            """, Token));
        Assert.StartsWith("Pod 'default/odd' cannot start: ", image.Message, StringComparison.Ordinal);
    }
}
