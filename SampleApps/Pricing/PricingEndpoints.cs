using System.Diagnostics;

namespace IstioLab.SampleApps.Pricing;

/// <summary>The service's addresses.</summary>
public static class PricingEndpoints
{
    /// <summary>Maps <c>GET /price/{sku}</c>, which answers with the prices of a version.</summary>
    /// <param name="app">The service.</param>
    /// <param name="version">One of <see cref="PriceList.Versions"/>; null for the first.</param>
    /// <exception cref="ArgumentException">There is no such version.</exception>
    public static void MapPricing(this WebApplication app, string? version)
    {
        var prices = PriceList.Of(version) ?? throw new ArgumentException(
            $"PRICING_VERSION '{version}' is not a version of the price list. Set it to {string.Join(" or ", PriceList.Versions)}.", nameof(version));

        app.MapGet("/price/{sku}", (string sku) => prices.Find(sku) is { } amount
            ? Results.Ok(new Price(sku, amount, "EUR", prices.Version, Activity.Current?.TraceId.ToHexString()))
            : Results.Problem($"There is no article '{sku}'.", statusCode: StatusCodes.Status404NotFound));
    }
}
