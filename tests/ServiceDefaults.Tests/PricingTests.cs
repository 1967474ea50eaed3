using System.Net;
using System.Net.Http.Json;
using IstioLab.SampleApps.Pricing;
using Microsoft.AspNetCore.Builder;

namespace ServiceDefaults.Tests;

public sealed class PricingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "7.90", "v1")]
    [InlineData("v1", "7.90", "v1")]
    [InlineData("v2", "7.11", "v2")]
    public async Task Price_depends_on_the_version(string? version, string amount, string answeredBy)
    {
        await using var service = await RunningService.StartAsync("Development", app => app.MapPricing(version));

        var price = await service.Client.GetFromJsonAsync<Price>(new Uri("/price/coffee", UriKind.Relative), Token);

        Assert.Equal(new Price("coffee", decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "EUR", answeredBy, price!.Trace), price);
    }

    [Fact]
    public async Task Unknown_article_is_404_with_its_name()
    {
        await using var service = await RunningService.StartAsync("Development", app => app.MapPricing("v1"));

        using var response = await service.Client.GetAsync(new Uri("/price/gold", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("no article 'gold'", WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Token)).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_version_is_refused_with_the_ones_there_are()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var refused = Assert.Throws<ArgumentException>(() => app.MapPricing("v9"));

        Assert.Contains("'v9' is not a version of the price list. Set it to v1 or v2.", refused.Message, StringComparison.Ordinal);
    }
}
