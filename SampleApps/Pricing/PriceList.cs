namespace IstioLab.SampleApps.Pricing;

/// <summary>The prices of one version of the service. v2 gives 10 % off, so that a learner sees which version answered.</summary>
public sealed class PriceList
{
    private const decimal Discount = 0.10m;

    private static readonly Dictionary<string, decimal> ListPrices = new(StringComparer.OrdinalIgnoreCase)
    {
        ["apple"] = 1.20m,
        ["bread"] = 3.50m,
        ["coffee"] = 7.90m,
        ["tea"] = 4.40m,
    };

    private readonly decimal _factor;

    private PriceList(string version, decimal factor)
    {
        Version = version;
        _factor = factor;
    }

    /// <summary>The versions there are, in order.</summary>
    public static IReadOnlyList<string> Versions { get; } = ["v1", "v2"];

    /// <summary>The version whose prices these are.</summary>
    public string Version { get; }

    /// <summary>The prices of a version; <c>v1</c> when none is named.</summary>
    /// <returns>Null when there is no such version.</returns>
    public static PriceList? Of(string? version) => version switch
    {
        null or "" or "v1" => new PriceList("v1", 1m),
        "v2" => new PriceList("v2", 1m - Discount),
        _ => null,
    };

    /// <summary>The price of one article in euros.</summary>
    /// <returns>Null when the article is unknown.</returns>
    public decimal? Find(string sku) => ListPrices.TryGetValue(sku, out var price) ? decimal.Round(price * _factor, 2) : null;
}
