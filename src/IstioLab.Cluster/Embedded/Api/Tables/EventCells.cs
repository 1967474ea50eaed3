using System.Globalization;
using System.Text.Json;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Tables;

/// <summary>The cells of an event.</summary>
internal static class EventCells
{
    /// <summary>One cell per column.</summary>
    public static object?[] Read(StoredObject item, JsonElement root, DateTimeOffset now)
    {
        var first = root.Time("firstTimestamp") ?? root.Time("eventTime");
        var last = root.Time("series.lastObservedTime") ?? root.Time("lastTimestamp") ?? first;
        var count = root.Number("series.count") is > 0 and var series ? series : Math.Max(root.Number("count"), 1);
        var lastSeen = HumanDuration.Since(last, now);
        if (count > 1 && first is not null) lastSeen = string.Create(CultureInfo.InvariantCulture, $"{lastSeen} (x{count} over {HumanDuration.Since(first, now)})");
        var component = root.Text("source.component", root.Text("reportingComponent"));
        var host = root.Text("source.host");
        return
        [
            lastSeen,
            root.Text("type"),
            root.Text("reason"),
            $"{root.Text("involvedObject.kind").ToLowerInvariant()}/{root.Text("involvedObject.name")}",
            root.Text("involvedObject.fieldPath"),
            host.Length > 0 ? $"{component}, {host}" : component,
            root.Text("message").Trim(),
            HumanDuration.Since(first, now),
            count.ToString(CultureInfo.InvariantCulture),
            item.Name,
        ];
    }
}
