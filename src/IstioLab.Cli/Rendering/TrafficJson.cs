using System.Globalization;
using System.Text.Json.Nodes;
using IstioLab.Labs.Api;
using IstioLab.Labs.Statistics;
using IstioLab.Labs.Traffic;

namespace IstioLab.Cli.Rendering;

/// <summary>The JSON of <c>curl</c>.</summary>
internal static class TrafficJson
{
    public static JsonObject Write(PodView pod, TrafficRequest request, TrafficTally tally, IReadOnlyList<LoggedFlags>? flags = null) => new()
    {
        ["from"] = $"{pod.Namespace}/{pod.Name}",
        ["sidecar"] = pod.HasSidecar,
        ["url"] = request.Url,
        ["requests"] = tally.Total,
        ["failed"] = tally.Failed,
        ["answers"] = new JsonArray([.. tally.Answers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Answer(pair, tally.Total))]),
        ["statuses"] = new JsonObject(tally.Statuses.Select(pair =>
            KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)pair.Value))),
        ["flags"] = new JsonArray([.. (flags ?? []).Select(TrafficFlags.ToJson)]),
        ["milliseconds"] = new JsonObject
        {
            ["p50"] = Math.Round(tally.Percentile(0.5), 3),
            ["p99"] = Math.Round(tally.Percentile(0.99), 3),
        },
    };

    private static JsonObject Answer(KeyValuePair<string, int> answer, int total)
    {
        var proportion = new Proportion(answer.Value, total);
        var (low, high) = proportion.Interval();
        return new JsonObject
        {
            ["answer"] = answer.Key,
            ["count"] = answer.Value,
            ["percent"] = Percent(proportion.Share),
            ["low"] = Percent(low),
            ["high"] = Percent(high),
        };
    }

    private static double Percent(double share) => Math.Round(100 * share, 2);
}
