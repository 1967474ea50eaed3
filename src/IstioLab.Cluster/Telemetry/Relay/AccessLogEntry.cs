using System.Globalization;
using System.Net;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>The labels of one line of an Envoy's access log; <c>-</c> and an empty text both mean that there was none.</summary>
internal sealed class AccessLogEntry(IReadOnlyDictionary<string, string> labels)
{
    public string? Text(string label) => labels.GetValueOrDefault(label) is { Length: > 0 } value && value != "-" ? value : null;

    public int Number(string label) => int.TryParse(Text(label), CultureInfo.InvariantCulture, out var number) ? number : 0;

    public long? Long(string label) => long.TryParse(Text(label), CultureInfo.InvariantCulture, out var number) ? number : null;

    public IPEndPoint? Address(string label) => IPEndPoint.TryParse(Text(label) ?? "", out var address) ? address : null;

    public static AccessLogEntry? Of(Otlp.LogEntry entry)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in entry.Attributes)
        {
            labels[attribute.Key] = attribute.Value?.Text ?? "";
        }

        return labels.ContainsKey(AccessLogLabels.Marker) ? new AccessLogEntry(labels) : null;
    }
}
