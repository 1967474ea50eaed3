namespace IstioLab.SampleApps.Storefront;

/// <summary>What the pricing service answers.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Amount">Its price.</param>
/// <param name="Currency">The currency of the price.</param>
/// <param name="Version">The version of the service that answered.</param>
/// <param name="Trace">The trace that the request belonged to when it arrived there.</param>
public sealed record Quote(string Sku, decimal Amount, string Currency, string Version, string? Trace);
