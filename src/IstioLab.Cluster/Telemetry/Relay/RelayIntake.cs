using Google.Protobuf;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>
/// Decides what becomes of a request: access logs of sidecars become log records and metrics, their spans get the name of the workload,
/// and everything else is forwarded byte for byte.
/// </summary>
internal sealed class RelayIntake(OtlpForwarder forwarder, ITelemetryWriter accessLogs, PodDirectory pods, SpanWatch spans, string clusterKind)
{
    private readonly AccessLogReader _reader = new(pods);
    private long _accessLogs;

    public long AccessLogs => Interlocked.Read(ref _accessLogs);

    /// <exception cref="InvalidProtocolBufferException">The body is no message of the signal.</exception>
    public void Take(OtlpSignal signal, byte[] body)
    {
        if (signal == OtlpSignal.Traces)
        {
            TakeTraces(body);
        }
        else if (signal == OtlpSignal.Logs)
        {
            TakeLogs(body);
        }
        else
        {
            forwarder.TryAdd(signal.Path, body);
        }
    }

    /// <summary>Takes a line of an access log.</summary>
    /// <returns>False when nobody knows the proxy that wrote it.</returns>
    public bool TakeAccessLog(AccessLogEntry entry, ulong timeNanoseconds)
    {
        if (_reader.Read(entry, timeNanoseconds) is not { } record)
        {
            return false;
        }

        Interlocked.Increment(ref _accessLogs);
        accessLogs.TryWrite(record);
        return true;
    }

    /// <summary>Takes a message of Envoy's access-log service.</summary>
    /// <param name="body">The message.</param>
    /// <param name="node">The stream's node as an earlier message named it; null before the first one.</param>
    /// <returns>The stream's node: the first message of a stream alone names it.</returns>
    /// <exception cref="InvalidProtocolBufferException">The body is no such message.</exception>
    public NodeId? TakeAccessLogs(byte[] body, NodeId? node)
    {
        var message = Als.LogMessage.Parser.ParseFrom(body);
        node = NodeId.Parse(message.Sender?.Node?.Id) ?? node;
        if (node is not null)
        {
            pods.Learn(node);
            foreach (var (entry, time) in Als.AlsReader.Read(message, node.Pod))
            {
                TakeAccessLog(entry, time);
            }
        }

        return node;
    }

    private void TakeTraces(byte[] body)
    {
        var traces = Otlp.TraceExport.Parser.ParseFrom(body);
        var renamed = false;
        foreach (var service in traces.Services)
        {
            if (NodeOf(service) is { } node)
            {
                service.Service = ServiceDescription.Of(pods.Learn(node), clusterKind);
                renamed = true;
            }

            spans.Count(NameOf(service.Service), service.Scopes.SelectMany(scope => scope.Spans));
        }

        forwarder.TryAdd(OtlpSignal.Traces.Path, renamed ? traces.ToByteArray() : body);
    }

    private void TakeLogs(byte[] body)
    {
        var logs = Otlp.LogExport.Parser.ParseFrom(body);
        var taken = false;
        foreach (var scope in logs.Services.SelectMany(service => service.Scopes))
        {
            var others = scope.Entries.Where(entry => AccessLogEntry.Of(entry) is not { } line || !TakeAccessLog(line, entry.TimeNanoseconds)).ToList();
            if (others.Count < scope.Entries.Count)
            {
                taken = true;
                scope.Entries.Clear();
                scope.Entries.AddRange(others);
            }
        }

        if (!taken || logs.Services.Any(service => service.Scopes.Any(scope => scope.Entries.Count > 0)))
        {
            forwarder.TryAdd(OtlpSignal.Logs.Path, taken ? logs.ToByteArray() : body);
        }
    }

    // Envoy's tracer says in each span which proxy it is; an application's SDK does not.
    private static NodeId? NodeOf(Otlp.ServiceSpans service) => service.Scopes
        .SelectMany(scope => scope.Spans)
        .Select(span => NodeId.Parse(span.Attributes.FirstOrDefault(attribute => attribute.Key == "node_id")?.Value?.Text))
        .FirstOrDefault(node => node is not null);

    private static string NameOf(Otlp.Service? service) =>
        service?.Attributes.FirstOrDefault(attribute => attribute.Key == "service.name")?.Value?.Text ?? "unknown_service";
}
