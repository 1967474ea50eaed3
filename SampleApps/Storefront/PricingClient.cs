using System.Net;

namespace IstioLab.SampleApps.Storefront;

/// <summary>Asks the pricing service.</summary>
public sealed class PricingClient(HttpClient http)
{
    /// <summary>The price of an article.</summary>
    /// <returns>Null when the article is unknown.</returns>
    /// <exception cref="HttpRequestException">The pricing service does not answer, or answers with an error.</exception>
    public async Task<Quote?> FindAsync(string sku, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri($"/price/{Uri.EscapeDataString(sku)}", UriKind.Relative), cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<Quote>(cancellationToken);
    }
}
