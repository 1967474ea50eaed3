using System.Text.Json.Nodes;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Resources;

/// <summary>The API of a cluster that a kubeconfig leads to.</summary>
public sealed class KubeClusterApi(KubeApi api) : IClusterApi
{
    /// <inheritdoc/>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) => api.GetAsync(path, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(string path, CancellationToken cancellationToken) => api.OpenAsync(path, cancellationToken);

    /// <inheritdoc/>
    public Task ChangeAsync(HttpMethod method, string path, JsonNode? body, string contentType, CancellationToken cancellationToken) =>
        api.SendAsync(method, path, body, contentType, cancellationToken);
}
