using System.Collections.Frozen;
using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Comparing;

/// <summary>Writes what of an answer should be the same on every cluster.</summary>
internal static class AnswerText
{
    // These differ from one request to the next, or depend on the connection; x-istiolab-reason is IstioLab's own.
    private static readonly FrozenSet<string> s_ignored = FrozenSet.ToFrozenSet(
        [
            "date", "content-length", "connection", "keep-alive", "transfer-encoding", "etag", "last-modified", "age", "accept-ranges", "x-request-id",
            "traceparent", "tracestate", "x-istiolab-reason",
        ],
        StringComparer.OrdinalIgnoreCase);

    // That they are there matters. A time is chance, and which of its Services a pod names itself by depends on their age in seconds.
    private static readonly FrozenSet<string> s_varying =
        FrozenSet.ToFrozenSet(["x-envoy-upstream-service-time", "x-envoy-decorator-operation"], StringComparer.OrdinalIgnoreCase);

    /// <param name="answer">The answer.</param>
    /// <param name="flags">The response flags that the sidecar logged; null without a sidecar.</param>
    public static string Write(TrafficAnswer answer, string? flags)
    {
        if (answer.CurlExitCode != 0)
        {
            return Join(answer.Label, flags, []);
        }

        var headers = answer.Headers
            .Where(header => !s_ignored.Contains(header.Key))
            .Select(header => $"{header.Key.ToLowerInvariant()}: {(s_varying.Contains(header.Key) ? "*" : header.Value)}")
            .Order(StringComparer.Ordinal);
        return Join($"{answer.Status}", flags, headers);
    }

    private static string Join(string outcome, string? flags, IEnumerable<string> headers) =>
        string.Join("; ", [outcome, .. flags is null or "-" ? Array.Empty<string>() : [flags], .. headers]);
}
