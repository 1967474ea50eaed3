using System.Net;
using IstioLab.SampleApps.Pricing;
using IstioLab.SampleApps.Storefront;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Tests;

public sealed class StorefrontTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, $"pricing-v2\ncoffee costs 7.11 EUR\ntrace whole: {Trace}\n")]
    [InlineData("on", $"pricing-v2\ncoffee costs 7.11 EUR\ntrace whole: {Trace}\n")]
    [InlineData("off", $"pricing-v2\ncoffee costs 7.11 EUR\ntrace broken: storefront {Trace}, pricing ")]
    public async Task Answer_says_whether_the_trace_is_whole(string? propagation, string expected)
    {
        await using var pricing = await RunningService.StartAsync("Development", app => app.MapPricing("v2"));
        await using var storefront = await StartAsync(pricing.Client.BaseAddress!, propagation);

        Assert.StartsWith(expected, await GetAsync(storefront, "/coffee"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on", "gold", "one", true)]
    [InlineData("off", "gold", "", false)]
    public async Task Tier_is_always_handed_on_and_trace_headers_as_set(string propagation, string tier, string requestId, bool traced)
    {
        IHeaderDictionary? seen = null;
        await using var pricing = await RunningService.StartAsync("Development", app => app.MapGet("/price/{sku}", (HttpContext context) =>
        {
            seen = new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
            return Results.NotFound();
        }));
        await using var storefront = await StartAsync(pricing.Client.BaseAddress!, propagation);

        await GetAsync(storefront, "/coffee");

        Assert.Equal(tier, seen!["x-user-tier"].ToString());
        Assert.Equal(requestId, seen["x-request-id"].ToString());
        Assert.Equal(traced, seen.TraceParent.ToString().Contains(Trace, StringComparison.Ordinal));
        Assert.Equal(traced, seen.TraceParent.Count > 0);
    }

    [Fact]
    public async Task Errors_of_pricing_are_told()
    {
        await using var pricing = await RunningService.StartAsync("Development", app => app.MapPricing("v1"));
        await using var storefront = await StartAsync(pricing.Client.BaseAddress!, null);

        using var unknown = await storefront.Client.GetAsync(new Uri("/gold", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("There is no article 'gold'.\n", await unknown.Content.ReadAsStringAsync(Token));
    }

    private static Task<RunningService> StartAsync(Uri pricing, string? propagation) => RunningService.StartAsync(
        "Development",
        builder => builder.AddStorefront(),
        app => app.MapStorefront(),
        [new(StorefrontService.PricingKey, pricing.ToString()), new(StorefrontService.PropagationKey, propagation)]);

    private static async Task<string> GetAsync(RunningService service, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative))
        {
            Headers = { { "traceparent", $"00-{Trace}-00f067aa0ba902b7-01" }, { "x-request-id", "one" }, { "x-user-tier", "gold" } },
        };
        using var answer = await service.Client.SendAsync(request, Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }
}
