using IstioLab.Labs.Api;

namespace IstioLab.Labs.Running;

/// <summary>Reads a sidecar's access log.</summary>
public static class AccessLog
{
    private const string None = "-";

    /// <summary>The newest requests, oldest first.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="pod">A pod with a sidecar.</param>
    /// <param name="lines">How many lines to read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<IReadOnlyList<AccessLogLine>> ReadAsync(KubeApi api, PodView pod, int lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return Parse(await api.GetTextAsync($"{Path(pod)}&tailLines={lines}", cancellationToken));
    }

    /// <summary>The flags of the newest requests.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="pod">A pod with a sidecar.</param>
    /// <param name="lines">How many lines to read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How often each flag came, without <c>-</c>, which means none; with the details word after it.</returns>
    public static async Task<IReadOnlyDictionary<string, int>> ReadFlagsAsync(
        KubeApi api,
        PodView pod,
        int lines,
        CancellationToken cancellationToken) => Count(await ReadAsync(api, pod, lines, cancellationToken));

    /// <summary>How many requests the sidecar's log has.</summary>
    internal static async Task<int> CountRequestsAsync(KubeApi api, PodView pod, CancellationToken cancellationToken) =>
        Parse(await api.GetTextAsync(Path(pod), cancellationToken)).Count;

    internal static IReadOnlyList<AccessLogLine> Parse(string text) => [.. text.Split('\n').Select(AccessLogLine.Parse).OfType<AccessLogLine>()];

    internal static IReadOnlyDictionary<string, int> Count(IEnumerable<AccessLogLine> lines) =>
        lines.Where(line => line.Flags != None)
            .CountBy(line => $"{line.Flags} {line.Details}", StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);

    private static string Path(PodView pod) => $"api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}/log?container=istio-proxy";
}
