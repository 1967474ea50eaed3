using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IstioLab.Cluster.Embedded.Api.Hosting;

namespace IstioLab.Cluster.Tests.Embedded.Api;

/// <summary>Requests word for word, as no client library sends them.</summary>
internal sealed class RawApi : IDisposable
{
    public const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private readonly HttpClient _client;

    public RawApi(EmbeddedApiServer server, string folder, bool withToken = true)
    {
        var handler = new SocketsHttpHandler();
        var authority = X509Certificate2.CreateFromPem(server.AuthorityPem);
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        _client = new HttpClient(handler) { BaseAddress = new Uri(server.Url), DefaultRequestVersion = new Version(2, 0) };
        if (withToken)
        {
            var token = File.ReadAllText(Path.Combine(folder, "cluster", "admin.token"));
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static RawApi Of(ApiServerFixture fixture, bool withToken = true) => new(fixture.Server, fixture.Folder, withToken);

    public async Task<RawAnswer> SendAsync(string method, string path, string? body = null, string contentType = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Version = new Version(2, 0) };
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        using var response = await _client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        var warnings = response.Headers.TryGetValues("Warning", out var values) ? values.ToList() : [];
        return new RawAnswer((int)response.StatusCode, text, response.Content.Headers.ContentType?.ToString() ?? "", warnings, response.Headers.ETag?.ToString());
    }

    public async Task<StreamReader> WatchAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = new Version(2, 0) };
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        return new StreamReader(await response.Content.ReadAsStreamAsync(Token));
    }

    public void Dispose() => _client.Dispose();
}
