using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Embedded.Events;

/// <summary>Writes Events in the background, so that no controller waits for one; repeated ones are counted.</summary>
internal sealed class EventRecorder(IObjectApi api, TimeProvider time, ILogger logger)
{
    private const int RememberedEvents = 1024;
    private readonly Channel<(EventEntry Entry, DateTimeOffset Time)> _entries =
        Channel.CreateUnbounded<(EventEntry, DateTimeOffset)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Dictionary<EventEntry, ObjectKey> _known = [];
    private long _lastStamp;

    public void Normal(EventSubject subject, EventSource source, string reason, string message) =>
        _entries.Writer.TryWrite((new EventEntry(subject, "Normal", reason, message, source), time.GetUtcNow()));

    public void Warning(EventSubject subject, EventSource source, string reason, string message) =>
        _entries.Writer.TryWrite((new EventEntry(subject, "Warning", reason, message, source), time.GetUtcNow()));

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (entry, at) in _entries.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await WriteAsync(entry, at, cancellationToken);
            }
            catch (ApiException refused)
            {
                // The namespace of the object may be on its way out: an Event is not worth a retry.
                logger.LogDebug(refused, "Event '{Reason}' of '{Name}' was not stored", entry.Reason, entry.Subject.Name);
            }
        }
    }

    private async ValueTask WriteAsync(EventEntry entry, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var identity = entry.Identity;
        if (_known.TryGetValue(identity, out var key) && await CountAsync(key, entry.Message, at, cancellationToken)) return;
        if (_known.Count >= RememberedEvents) _known.Clear();
        var place = entry.Subject.Namespace.Length > 0 ? entry.Subject.Namespace : "default";
        var stored = await api.CreateAsync(Resources.Events, place, Describe(entry, place, at), WriteOptions.Internal, cancellationToken);
        _known[identity] = stored.Key;
    }

    private async ValueTask<bool> CountAsync(ObjectKey key, string message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var changed = await api.ChangeAsync(
            key.Resource, key.Namespace, key.Name, null,
            item =>
            {
                item["count"] = (item.Number("count") ?? 1) + 1;
                item["message"] = message;
                item["lastTimestamp"] = KubernetesTime.Seconds(at);
                return true;
            },
            WriteOptions.Internal, cancellationToken);
        return changed is not null;
    }

    private JsonObject Describe(EventEntry entry, string place, DateTimeOffset at)
    {
        var scheduler = entry.Source == EventSource.Scheduler;
        var item = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = $"{entry.Subject.Name}.{Stamp(at)}", ["namespace"] = place },
            ["involvedObject"] = entry.Subject.ToReference(),
            ["reason"] = entry.Reason,
            ["message"] = entry.Message,
            ["type"] = entry.Type,
            ["reportingComponent"] = entry.Source.Component,
            ["reportingInstance"] = scheduler ? "default-scheduler-istiolab" : entry.Source.Host,
        };
        if (scheduler)
        {
            item["action"] = "Binding";
            item["source"] = new JsonObject();
            item["eventTime"] = KubernetesTime.Micros(at);
            item["firstTimestamp"] = null;
            item["lastTimestamp"] = null;
            return item;
        }

        var source = new JsonObject { ["component"] = entry.Source.Component };
        if (entry.Source.Host.Length > 0) source["host"] = entry.Source.Host;
        item["source"] = source;
        item["eventTime"] = null;
        item["firstTimestamp"] = KubernetesTime.Seconds(at);
        item["lastTimestamp"] = KubernetesTime.Seconds(at);
        item["count"] = 1;
        return item;
    }

    private string Stamp(DateTimeOffset at)
    {
        _lastStamp = Math.Max(_lastStamp + 1, (at - DateTimeOffset.UnixEpoch).Ticks * 100);
        return _lastStamp.ToString("x", CultureInfo.InvariantCulture);
    }
}
