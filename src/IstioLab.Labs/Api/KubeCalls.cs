using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Providers;
using k8s;

namespace IstioLab.Labs.Api;

/// <summary>The HTTP calls of <see cref="KubeApi"/>: limits, retries when the server is busy, and its refusals as exceptions.</summary>
internal sealed class KubeCalls(Kubernetes client, TimeProvider time)
{
    private const int Attempts = 6;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Reads a whole answer.</summary>
    /// <exception cref="KubeApiException">The server refused, did not answer in time, or broke off.</exception>
    public async Task<string> ReadAsync(
        HttpMethod method, string path, JsonNode? body, string contentType, Action<string>? onWarning, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await OpenAsync(method, path, body, contentType, either.Token);
            foreach (var warning in response.Headers.Warning)
            {
                onWarning?.Invoke(Unquote(warning.Text));
            }

            return await response.Content.ReadAsStringAsync(either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new KubeApiException($"API server '{client.BaseUri}' did not answer '{path}' within {s_limit.TotalSeconds:0} s. Is the network up? Try 'kubectl version'.", null, late);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw new KubeApiException($"API server '{client.BaseUri}' broke off its answer to '{path}': {broken.Message}", null, broken);
        }
    }

    /// <summary>Opens an answer; a busy server is asked again when it says.</summary>
    /// <exception cref="KubeApiException">The server refused, or did not answer.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, JsonNode? body, string contentType, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CallAsync(method, path, body, contentType, cancellationToken);
            }
            catch (KubeApiException busy) when (busy.RetryAfter is not null && attempt < Attempts)
            {
                await Task.Delay(busy.RetryAfter.Value, time, cancellationToken);
            }
        }
    }

    /// <summary>Reads an answer that should be JSON.</summary>
    /// <exception cref="KubeApiException">It is not.</exception>
    public JsonNode? Parse(string path, string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException other)
        {
            throw new KubeApiException(
                $"'{client.BaseUri}' answered '{path}' with no JSON: '{Beginning(text)}'. Is it an API server, or does a proxy answer in its place? Try 'kubectl get --raw /{path}'.", null, other);
        }
    }

    private async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, JsonNode? body, string contentType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Version = HttpVersion.Version20;
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        try
        {
            if (client.Credentials is { } credentials)
            {
                await credentials.ProcessHttpRequestAsync(request, cancellationToken);
            }

            var response = await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? response : throw await RefusalAsync(response, cancellationToken);
        }
        catch (HttpRequestException broken)
        {
            throw new KubeApiException(Unreachable(broken), null, broken);
        }
        catch (MissingPrerequisiteException noCredential)
        {
            throw new KubeApiException(noCredential.Message, null, noCredential);
        }
    }

    private string Unreachable(HttpRequestException broken) => broken.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
        ? $"API server '{client.BaseUri}' refused the connection. Is the environment running? Try 'lab status'."
        : $"API server '{client.BaseUri}' did not answer: {broken.Message}";

    private static async Task<KubeApiException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return new KubeApiException(MessageOf(text) ?? $"{(int)response.StatusCode} {response.ReasonPhrase}", response.StatusCode)
            {
                RetryAfter = RetryAfter.Of(response),
            };
        }
    }

    /// <summary>The message in a refusal's body; null when it has none for people.</summary>
    public static string? MessageOf(string body)
    {
        try
        {
            return (string?)(JsonNode.Parse(body) as JsonObject)?["message"];
        }
        catch (JsonException)
        {
            return body.Length is > 0 and < 500 ? body.Trim() : null;
        }
    }

    // A warning's text is a quoted string of HTTP.
    private static string Unquote(string text) =>
        text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : text;

    private static string Beginning(string text) => text.Trim().Split('\n', 2)[0] is { Length: > 80 } line ? line[..80] : text.Trim().Split('\n', 2)[0];
}
