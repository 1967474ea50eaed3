using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;

namespace IstioLab.Labs.Api;

/// <summary>
/// The Kubernetes API of a cluster through its kubeconfig, with objects as JSON so that every kind is alike. Connection, certificates and
/// credentials are KubernetesClient's.
/// </summary>
public sealed class KubeApi : IDisposable
{
    private readonly Kubernetes _client;
    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), ResourcePlace> _places = new();

    private KubeApi(Kubernetes client)
    {
        _client = client;
    }

    /// <summary>The API server's address.</summary>
    public Uri Server => _client.BaseUri;

    /// <summary>Opens the cluster that a kubeconfig leads to. No call is made yet.</summary>
    /// <param name="kubeconfig">The file.</param>
    /// <param name="context">The context; null for the file's current one.</param>
    public static KubeApi Open(string kubeconfig, string? context = null) =>
        new(new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig, currentContext: context)));

    /// <summary>Reads JSON.</summary>
    /// <param name="path">The path below the server, such as <c>api/v1/namespaces/nolen/pods</c>, with its query.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get, path, null, "application/json", cancellationToken)
            ?? throw new KubeApiException($"API server '{Server}' answered '{path}' with nothing.");

    /// <summary>Reads JSON that may not be there.</summary>
    /// <returns>Null when the server says 404.</returns>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (KubeApiException absent) when (absent.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Reads the items of a list; an unknown resource has none.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken)
    {
        var list = await FindAsync(path, cancellationToken);
        return [.. (list?["items"] as JsonArray ?? []).OfType<JsonObject>()];
    }

    /// <summary>Reads a text, such as a log.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await CallAsync(HttpMethod.Get, path, null, "application/json", cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Opens an answer that goes on, such as a watch or a log that is followed.</summary>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    public async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var response = await CallAsync(HttpMethod.Get, path, null, "application/json", cancellationToken);
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>Sends JSON.</summary>
    /// <param name="method">POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">The path below the server.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="contentType">The body's type; for a PATCH it says which kind of patch.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<JsonObject?> SendAsync(
        HttpMethod method,
        string path,
        JsonNode? body,
        string contentType,
        CancellationToken cancellationToken)
    {
        using var response = await CallAsync(method, path, body, contentType, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken) as JsonObject;
    }

    /// <summary>Finds where objects of a kind live, through the API's own discovery.</summary>
    /// <exception cref="KubeApiException">The cluster has no such kind.</exception>
    public async Task<ResourcePlace> FindPlaceAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        await TryFindPlaceAsync(apiVersion, kind, cancellationToken) ?? throw new KubeApiException(
            $"The cluster has no kind '{kind}' in '{apiVersion}'. Check both words; 'kubectl api-resources' lists what there is.");

    /// <summary>Finds where a kind is served.</summary>
    /// <returns>Null when the cluster has no such kind.</returns>
    public async Task<ResourcePlace?> TryFindPlaceAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        if (_places.TryGetValue((apiVersion, kind), out var known))
        {
            return known;
        }

        var root = apiVersion.Contains('/') ? $"apis/{apiVersion}" : $"api/{apiVersion}";
        var list = await FindAsync(root, cancellationToken);
        var resource = (list?["resources"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(entry => (string?)entry["kind"] == kind && ((string?)entry["name"])?.Contains('/') == false);
        if (resource is null)
        {
            return null;
        }

        var place = new ResourcePlace(root, (string)resource["name"]!, (bool)resource["namespaced"]!);
        return _places.GetOrAdd((apiVersion, kind), place);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    internal Kubernetes Client => _client;

    private async Task<HttpResponseMessage> CallAsync(
        HttpMethod method,
        string path,
        JsonNode? body,
        string contentType,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Version = HttpVersion.Version20;
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        try
        {
            if (_client.Credentials is { } credentials)
            {
                await credentials.ProcessHttpRequestAsync(request, cancellationToken);
            }

            var response = await _client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? response : throw await RefusalAsync(response, cancellationToken);
        }
        catch (HttpRequestException broken)
        {
            throw new KubeApiException(Unreachable(broken), null, broken);
        }
    }

    private string Unreachable(HttpRequestException broken) => broken.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
        ? $"API server '{Server}' refused the connection. Is the environment running? Try 'lab status'."
        : $"API server '{Server}' did not answer: {broken.Message}";

    private static async Task<KubeApiException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            string? message = null;
            try
            {
                message = (string?)(JsonNode.Parse(text) as JsonObject)?["message"];
            }
            catch (JsonException)
            {
                message = text.Length is > 0 and < 500 ? text.Trim() : null;
            }

            return new KubeApiException(message ?? $"{(int)response.StatusCode} {response.ReasonPhrase}", response.StatusCode);
        }
    }
}
