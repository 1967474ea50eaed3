using System.Collections.Concurrent;
using System.Diagnostics;
using IstioLab.SampleApps.Pricing;
using IstioLab.SampleApps.Storefront;
using IstioLab.Testing;

namespace Storefront.Tests;

/// <summary>The shop's .NET services in a mesh, without pods: which version answers whom, and whose spans make the trace.</summary>
public sealed class ShopTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Gold = new() { ["x-user-tier"] = "gold" };

    private readonly List<MeshedService> _services = [];
    private IstioLabFixture? _lab;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IstioLabFixture Lab => _lab!;

    public async ValueTask InitializeAsync()
    {
        _lab = await IstioLabFixture.StartAsync(new IstioLabOptions { Namespace = "shop" }, Token);
        await _lab.ApplyAsync(Path.Combine(AppContext.BaseDirectory, "mesh.yaml"), Token);
        await JoinAsync("pricing-v1", "pricing", "v1", await MeshedService.StartAsync(_ => { }, app => app.MapPricing("v1")));
        await JoinAsync("pricing-v2", "pricing", "v2", await MeshedService.StartAsync(_ => { }, app => app.MapPricing("v2")));
        await JoinAsync("storefront", "storefront", "v1", await MeshedService.StartAsync(builder => builder.AddStorefront(), app => app.MapStorefront()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services) await service.DisposeAsync();
        if (_lab is not null) await _lab.DisposeAsync();
    }

    [Fact]
    public async Task Canary_gets_a_tenth_and_gold_users_get_all_of_it()
    {
        var anybody = await Lab.SendAsync("shopper", "http://storefront/coffee", 200, cancellationToken: Token);
        var gold = await Lab.SendAsync("shopper", "http://storefront/coffee", 50, Gold, Token);

        anybody.AssertStatus(200);
        anybody.AssertSplit(("pricing-v1", 90), ("pricing-v2", 10));
        gold.AssertSplit(("pricing-v2", 100));
    }

    [Fact]
    public async Task Spans_of_sidecars_and_services_are_one_tree()
    {
        var own = new ConcurrentDictionary<ActivitySpanId, ActivitySpanId>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => own[activity.SpanId] = activity.ParentSpanId,
        };
        ActivitySource.AddActivityListener(listener);

        var answers = await Lab.SendAsync("shopper", "http://storefront/coffee", 1, Gold, Token);

        answers.AssertSplit(("pricing-v2", 100));
        Assert.Contains("trace whole", answers.First.Body, StringComparison.Ordinal);
        await answers.First.AssertFlagsAsync("-", Token);
        var spans = await SpansAsync(answers.First, 4);
        Assert.Equal(["shopper", "storefront", "storefront", "pricing-v2"], spans.Select(span => span.Resource.WorkloadName));
        Assert.Single(spans.Select(span => span.TraceId).Distinct());
        Assert.Equal(spans[0].SpanId, spans[1].ParentSpanId);
        Assert.Contains(spans[1].SpanId, Ancestors(spans[2].ParentSpanId, own));
        Assert.Equal(spans[2].SpanId, spans[3].ParentSpanId);
    }

    private async Task JoinAsync(string name, string app, string version, MeshedService service)
    {
        _services.Add(service);
        service.HttpProxy = await Lab.JoinAsync(name, service.Port, new Dictionary<string, string> { ["app"] = app, ["version"] = version }, Token);
    }

    private static async Task<IReadOnlyList<IstioLab.Proxy.Telemetry.ExchangeRecord>> SpansAsync(LabAnswer answer, int count)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (answer.Exchanges.Count < count && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }

        return answer.Exchanges;
    }

    private static IEnumerable<ActivitySpanId> Ancestors(ActivitySpanId span, ConcurrentDictionary<ActivitySpanId, ActivitySpanId> parents)
    {
        for (var at = span; ;)
        {
            yield return at;
            if (!parents.TryGetValue(at, out var parent)) yield break;
            at = parent;
        }
    }
}
