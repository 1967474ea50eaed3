using System.Text.Json.Nodes;
using IstioLab.Cli.CommandLine;
using IstioLab.Config.Explanation;
using IstioLab.Labs.Api;
using IstioLab.Labs.Running;

namespace IstioLab.Cli.Rendering;

/// <summary>What the sidecar of the pod that asked logged of the requests that went wrong, with the meaning of Envoy's flags.</summary>
internal static class TrafficFlags
{
    private const int Good = 400;

    // A real Envoy writes its log about once a second.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads them.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="pod">The pod that asked.</param>
    /// <param name="requests">How many requests it sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The most frequent first; none without a sidecar, and where the log cannot be read.</returns>
    public static async Task<IReadOnlyList<LoggedFlags>> ReadAsync(KubeApi api, PodView pod, int requests, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (pod.HasSidecar)
        {
            IReadOnlyList<AccessLogLine> log;
            try
            {
                log = await AccessLog.ReadAsync(api, pod, requests, cancellationToken);
            }
            catch (KubeApiException)
            {
                break;
            }

            var found = log.Where(line => line.Status is 0 or >= Good)
                .CountBy(line => (line.Flags, line.Details))
                .Select(group => new LoggedFlags(group.Value, group.Key.Flags, group.Key.Details))
                .OrderByDescending(flags => flags.Count)
                .ToList();
            if (found.Count > 0 || time.GetElapsedTime(started) > s_patience)
            {
                return found;
            }

            await Task.Delay(s_look, time, cancellationToken);
        }

        return [];
    }

    public static void Write(CommandContext context, IEnumerable<LoggedFlags> flags)
    {
        foreach (var logged in flags)
        {
            var meaning = ResponseFlagText.Describe(logged.Flags, logged.Details, chinese: context.Pick("en", "zh") == "zh");
            context.Out.WriteLine($"  {logged.Count} × {logged.Flags} {logged.Details}{(meaning is null ? "" : $": {meaning}")}");
        }
    }

    public static JsonObject ToJson(LoggedFlags logged)
    {
        var json = new JsonObject { ["count"] = logged.Count, ["flags"] = logged.Flags, ["details"] = logged.Details };
        if (ResponseFlagText.Describe(logged.Flags, logged.Details) is { } meaning)
        {
            json["meaning"] = meaning;
        }

        return json;
    }
}
