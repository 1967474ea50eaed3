using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Dashboards;

/// <summary>
/// Reads collected telemetry back from a running dashboard, over its HTTP API. Used by checks and tests; a span can be read about a
/// second after it was sent.
/// </summary>
public sealed class DashboardClient : IDisposable
{
    private const string KeyHeader = "x-api-key";

    private readonly HttpClient _http;

    /// <summary>Makes a client for a dashboard.</summary>
    public DashboardClient(DashboardConnection connection)
    {
        _http = LoopbackHttp.CreateClient();
        _http.BaseAddress = connection.ApiUrl;
        _http.DefaultRequestHeaders.Add(KeyHeader, connection.ApiKey);
    }

    /// <summary>The services that have sent telemetry.</summary>
    public async Task<IReadOnlyList<TelemetrySource>> ReadSourcesAsync(CancellationToken cancellationToken = default) =>
        await _http.GetFromJsonAsync<List<TelemetrySource>>(new Uri("/api/telemetry/resources", UriKind.Relative), cancellationToken) ?? [];

    /// <summary>The newest spans.</summary>
    /// <param name="service">Only those of one service; null for all.</param>
    /// <param name="traceId">Only those of one trace; null for all.</param>
    /// <param name="limit">How many spans at most the dashboard looks at, also those of other services in the same traces.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>None when the dashboard has not heard of the service.</returns>
    public async Task<IReadOnlyList<TelemetrySpan>> ReadSpansAsync(
        string? service = null, string? traceId = null, int limit = 10_000, CancellationToken cancellationToken = default)
    {
        var spans = TelemetryJson.Spans(await ReadAsync("spans", service, traceId, limit, cancellationToken));

        // Asked for one service, the dashboard gives the spans of the others in its traces too.
        return service is null ? spans : [.. spans.Where(span => span.Service == service)];
    }

    /// <summary>The newest log records.</summary>
    /// <param name="service">Only those of one service; null for all.</param>
    /// <param name="traceId">Only those of one trace; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>None when the dashboard has not heard of the service.</returns>
    public async Task<IReadOnlyList<TelemetryLog>> ReadLogsAsync(
        string? service = null, string? traceId = null, int limit = 10_000, CancellationToken cancellationToken = default) =>
        TelemetryJson.Logs(await ReadAsync("logs", service, traceId, limit, cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Whether the dashboard answers and takes our key: another program on the same port does not.</summary>
    internal async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("/api/telemetry/resources", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<JsonNode?> ReadAsync(string what, string? service, string? traceId, int limit, CancellationToken cancellationToken)
    {
        string?[] query =
        [
            service is null ? null : $"resource={Uri.EscapeDataString(service)}",
            traceId is null ? null : $"traceId={Uri.EscapeDataString(traceId)}",
            $"limit={limit}",
        ];
        var path = $"/api/telemetry/{what}?{string.Join('&', query.OfType<string>())}";
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
    }
}
