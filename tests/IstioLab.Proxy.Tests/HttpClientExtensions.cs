namespace IstioLab.Proxy.Tests;

/// <summary>Requests to an address with a Host header of one's own, since the tests have no DNS.</summary>
internal static class HttpClientExtensions
{
    public static Task<HttpResponseMessage> GetAsync(
        this HttpClient client, string url, string host, CancellationToken ct, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Get, url, host, ct, headers);

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string url, string host, CancellationToken ct, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, ct);
    }

    public static async Task<string> GetStringAsync(
        this HttpClient client, string url, string host, CancellationToken ct, params (string Name, string Value)[] headers)
    {
        using var response = await client.GetAsync(url, host, ct, headers);
        return await response.Content.ReadAsStringAsync(ct);
    }
}
