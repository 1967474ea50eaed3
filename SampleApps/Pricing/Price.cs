namespace IstioLab.SampleApps.Pricing;

/// <summary>An answer of the service.</summary>
/// <param name="Sku">The article that was asked for.</param>
/// <param name="Amount">Its price.</param>
/// <param name="Currency">The currency of the price.</param>
/// <param name="Version">The version of the service that answered.</param>
/// <param name="Trace">The trace that the request belonged to when it arrived; null without tracing.</param>
public sealed record Price(string Sku, decimal Amount, string Currency, string Version, string? Trace);
