using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Connections;
using k8s;
using k8s.Exceptions;

namespace IstioLab.Labs.Api;

/// <summary>
/// The Kubernetes API of a cluster through its kubeconfig, with objects as JSON so that every kind is alike. Connection, certificates and
/// credentials are KubernetesClient's.
/// </summary>
public sealed class KubeApi : IDisposable
{
    private readonly Kubernetes _client;
    private readonly KubeCalls _calls;
    private readonly ConcurrentDictionary<(string ApiVersion, string Kind), ResourcePlace> _places = new();

    private KubeApi(Kubernetes client, TimeProvider time)
    {
        _client = client;
        _calls = new KubeCalls(client, time);
    }

    /// <summary>The API server's address.</summary>
    public Uri Server => _client.BaseUri;

    /// <summary>Opens the cluster that a kubeconfig leads to. No call is made yet.</summary>
    /// <param name="kubeconfig">The file.</param>
    /// <param name="context">The context; null for the file's current one.</param>
    /// <param name="time">The clock of limits and retries. Default: the system's.</param>
    /// <exception cref="KubeApiException">The file cannot be used.</exception>
    public static KubeApi Open(string kubeconfig, string? context = null, TimeProvider? time = null)
    {
        try
        {
            return new KubeApi(new Kubernetes(KubeConnection.Read(kubeconfig, context)), time ?? TimeProvider.System);
        }
        catch (Exception unusable) when (unusable is KubeConfigException or IOException)
        {
            throw new KubeApiException($"Kubeconfig '{kubeconfig}' cannot be used: {unusable.Message} Try 'kubectl --kubeconfig {kubeconfig} version'.", null, unusable);
        }
    }

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
    public Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        _calls.ReadAsync(HttpMethod.Get, path, null, "application/json", null, cancellationToken);

    /// <summary>Opens an answer that goes on, such as a watch or a log that is followed.</summary>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    public async Task<Stream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var response = await _calls.OpenAsync(HttpMethod.Get, path, null, "application/json", cancellationToken);
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>Sends JSON.</summary>
    /// <param name="method">POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">The path below the server.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="contentType">The body's type; for a PATCH it says which kind of patch.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JsonObject?> SendAsync(
        HttpMethod method,
        string path,
        JsonNode? body,
        string contentType,
        CancellationToken cancellationToken) => SendAsync(method, path, body, contentType, null, cancellationToken);

    /// <summary>Sends JSON and hands out what the server warns of.</summary>
    /// <param name="method">POST, PUT, PATCH or DELETE.</param>
    /// <param name="path">The path below the server.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="contentType">The body's type; for a PATCH it says which kind of patch.</param>
    /// <param name="onWarning">Gets each warning; null for nobody.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    public async Task<JsonObject?> SendAsync(
        HttpMethod method,
        string path,
        JsonNode? body,
        string contentType,
        Action<string>? onWarning,
        CancellationToken cancellationToken) =>
        _calls.Parse(path, await _calls.ReadAsync(method, path, body, contentType, onWarning, cancellationToken)) as JsonObject;

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

        foreach (var version in IstioVersions.Candidates(apiVersion))
        {
            if (await TryFindServedAsync(version, kind, cancellationToken) is { } place)
            {
                return _places.GetOrAdd((apiVersion, kind), place);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    internal Kubernetes Client => _client;

    private async Task<ResourcePlace?> TryFindServedAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        var root = apiVersion.Contains('/') ? $"apis/{apiVersion}" : $"api/{apiVersion}";
        var list = await FindAsync(root, cancellationToken);
        var resource = (list?["resources"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(entry => (string?)entry["kind"] == kind && ((string?)entry["name"])?.Contains('/') == false);
        return resource is null ? null : new ResourcePlace(root, (string)resource["name"]!, (bool)resource["namespaced"]!);
    }
}
