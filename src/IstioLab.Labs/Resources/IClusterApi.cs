using System.Text.Json.Nodes;
using IstioLab.Labs.Api;

namespace IstioLab.Labs.Resources;

/// <summary>What mirroring needs of a Kubernetes API.</summary>
public interface IClusterApi
{
    /// <summary>Reads JSON.</summary>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken);

    /// <summary>Opens an answer that goes on: a watch, or a log that is followed.</summary>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    Task<Stream> OpenAsync(string path, CancellationToken cancellationToken);

    /// <summary>Changes or deletes an object.</summary>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    Task ChangeAsync(HttpMethod method, string path, JsonNode? body, string contentType, CancellationToken cancellationToken);
}
