using System.Net;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>
/// Takes OTLP from sidecars and applications of a cluster, over gRPC and HTTP, and brings it to the dashboard: a dashboard listens on
/// loopback, where no pod reaches it, and asks for a key that a sidecar's access log cannot send. It survives a receiver that is away or
/// refuses, and says so.
/// </summary>
public sealed class OtlpRelay : IAsyncDisposable
{
    private readonly OtlpDelivery _delivery;
    private readonly OtlpForwarder _forwarder;
    private readonly TelemetryExporter _accessLogs;
    private readonly RelayIntake _intake;
    private readonly RelayGate _gate;
    private readonly RelayServer _server;
    private readonly SpanWatch _spans;
    private readonly PodDirectory _pods;
    private readonly TimeProvider _time;
    private PodFeed? _feed;
    private int _disposed;

    private OtlpRelay(OtlpRelayOptions options, TimeProvider time, RelayParts parts, RelayGate gate, RelayServer server, string? token)
    {
        _time = time;
        _delivery = parts.Delivery;
        _forwarder = parts.Forwarder;
        _accessLogs = parts.AccessLogs;
        _intake = parts.Intake;
        _spans = parts.Spans;
        _pods = parts.Pods;
        _gate = gate;
        _server = server;
        Address = options.Address;
        Token = token;
    }

    /// <summary>The address it binds.</summary>
    public IPAddress Address { get; }

    /// <summary>The port that takes gRPC over cleartext HTTP/2.</summary>
    public int GrpcPort => _server.GrpcPort;

    /// <summary>The port that takes OTLP over HTTP/1.1 with protobuf bodies.</summary>
    public int HttpPort => _server.HttpPort;

    /// <summary>What senders show in the header <see cref="RelayToken.Header"/>; null when nothing is asked for.</summary>
    public string? Token { get; }

    /// <summary>What it has seen so far.</summary>
    public RelayCounters Counters => new(
        _server.Connections,
        _gate.Refused,
        _spans.Total,
        _intake.AccessLogs,
        _forwarder.Delivered,
        _forwarder.Dropped + _accessLogs.Counters.Dropped,
        _forwarder.Refused,
        _delivery.LastProblem);

    /// <summary>How many spans each service has sent.</summary>
    public IReadOnlyDictionary<string, long> SpansByService => _spans.ByService;

    /// <summary>Starts one. Nothing is forwarded until <see cref="SendTo"/> names a receiver.</summary>
    /// <param name="options">Where it listens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="report">Gets a sentence when forwarding begins to fail and when it works again.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The address cannot be bound.</exception>
    public static async Task<OtlpRelay> StartAsync(OtlpRelayOptions options, TimeProvider time, Action<string> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var kept = RelayPlace.Read(options.Folder);
        var token = options.Token ?? (IPAddress.IsLoopback(options.Address) ? null : kept?.Token ?? RelayToken.Create());
        var parts = new RelayParts(options, time, report);
        try
        {
            var gate = new RelayGate(token);
            var calls = new RelayCalls(parts.Intake);
            var server = await StartServerAsync(options, kept, calls, gate, cancellationToken);
            new RelayPlace(server.GrpcPort, server.HttpPort, token).Write(options.Folder);
            return new OtlpRelay(options, time, parts, gate, server, token);
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Names the receiver, also in place of an earlier one.</summary>
    public void SendTo(OtlpTarget target) => _delivery.SendTo(target);

    /// <summary>Reads from a cluster who its pods are, so that telemetry carries the names of workloads and versions.</summary>
    /// <param name="kubeconfig">The cluster's file.</param>
    /// <param name="context">The context; null for the file's current one.</param>
    public void ReadPodsFrom(string kubeconfig, string? context = null) => _feed ??= new PodFeed(kubeconfig, context, _pods, _time);

    /// <summary>The way here, as Istio's configuration names it.</summary>
    /// <param name="host">The host by which pods reach this machine, such as <c>host.k3d.internal</c>.</param>
    public RelayRoute Route(string host) => new(host, GrpcPort)
    {
        Token = Token,
        Address = Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any) || IPAddress.IsLoopback(Address) ? null : Address,
    };

    /// <summary>Waits for a span of a trace.</summary>
    /// <param name="traceId">The trace: 32 hexadecimal digits.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The first service that reports a span of it; null when none came in time.</returns>
    public async Task<string?> WaitForTraceAsync(string traceId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await _spans.Expect(traceId).WaitAsync(timeout, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _spans.Forget(traceId);
        }
    }

    /// <summary>Stops listening, then sends what waits for a short time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _server.DisposeAsync();
        if (_feed is not null)
        {
            await _feed.DisposeAsync();
        }

        await _forwarder.DisposeAsync();
        await _accessLogs.DisposeAsync();
    }

    private static async Task<RelayServer> StartServerAsync(
        OtlpRelayOptions options, RelayPlace? kept, RelayCalls calls, RelayGate gate, CancellationToken cancellationToken)
    {
        var free = new RelayPlace(options.GrpcPort, 0, null);
        try
        {
            var place = kept is null ? free : kept with { GrpcPort = options.GrpcPort > 0 ? options.GrpcPort : kept.GrpcPort };
            return await RelayServer.StartAsync(options.Address, place, calls, gate, cancellationToken);
        }
        catch (IOException) when (kept is not null)
        {
            // Another program took a port meanwhile.
            return await RelayServer.StartAsync(options.Address, free, calls, gate, cancellationToken);
        }
    }
}
