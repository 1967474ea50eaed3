using System.Net;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Admin;
using IstioLab.Proxy.Exchanges;

namespace IstioLab.Proxy.Sidecars;

/// <summary>
/// The proxy of an ingress or egress gateway's pod: serves the ports that Gateways open
/// (https://istio.io/latest/docs/concepts/traffic-management/#gateways).
/// </summary>
public sealed class GatewayProxy : IAsyncDisposable
{
    private readonly ProxyCore _core;
    private readonly OutboundListener _listener;
    private readonly AdminServer _admin;
    private readonly Lock _changing = new();
    private readonly Dictionary<int, IAsyncDisposable> _ports = [];
    private readonly List<IAsyncDisposable> _served = [];
    private Task _closing = Task.CompletedTask;

    /// <summary>Creates a gateway; it does nothing until <see cref="StartAsync"/>.</summary>
    public GatewayProxy(ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _core = new ProxyCore(options, "istio-envoy");
        _listener = new OutboundListener(_core, isGateway: true);
        _admin = new AdminServer(options, _core, inbound: null);
    }

    /// <summary>Raised after each snapshot that came into force, on the thread that applied it.</summary>
    public event Action<GatewayProxy, SnapshotAcknowledgement>? Acknowledged;

    /// <summary>What the gateway was made with.</summary>
    public ProxyOptions Options { get; }

    /// <summary>The snapshot in force; null until the first one.</summary>
    public ProxySnapshot? Snapshot => _core.Runtime?.Snapshot;

    /// <summary>The newest acknowledgement; default before the first snapshot.</summary>
    public SnapshotAcknowledgement LastAcknowledgement { get; private set; }

    /// <summary>
    /// How many requests are on their way to an IP. Once a snapshot without the IP is acknowledged, and this is none, no request will reach it.
    /// </summary>
    public int RequestsTo(IPAddress address) => _core.Services.Addresses.RequestsTo(address);

    /// <summary>Opens the gateway's own ports; those of Gateways open with the snapshots.</summary>
    public Task StartAsync(CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        Options.Pod.PeerMetadata = Options.Resource.Workload;
        _served.AddRange(_admin.Start());
        return Task.CompletedTask;
    }

    /// <summary>Puts a snapshot in force, unless a newer one is, and opens and closes ports as its Gateways say.</summary>
    /// <returns>The version in force, which is the acknowledgement.</returns>
    public long Apply(ProxySnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var version = _core.Apply(snapshot);
        if (version != snapshot.Version || version == LastAcknowledgement.Version)
            return version;
        ChangePorts(snapshot);
        LastAcknowledgement = new SnapshotAcknowledgement(version, Options.TimeProvider.GetUtcNow());
        Acknowledged?.Invoke(this, LastAcknowledgement);
        return version;
    }

    /// <summary>Closes the gateway's ports, connections and clients.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var served in _served.Concat(_ports.Values))
            await served.DisposeAsync();
        await _closing;
        await _core.DisposeAsync();
    }

    private void ChangePorts(ProxySnapshot snapshot)
    {
        lock (_changing)
        {
            foreach (var listener in snapshot.Listeners)
            {
                var port = listener.Port;
                if (!_ports.ContainsKey(port))
                    _ports[port] = Options.Server.Serve(Options.Pod.Listen(port), (connection, ct) => _listener.ServeAsync(connection, port, ct));
            }
            foreach (var port in _ports.Keys.Where(port => snapshot.FindListener(null, port) is null).ToArray())
            {
                _ports.Remove(port, out var served);
                _closing = CloseAsync(_closing, served!);
            }
        }
    }

    private static async Task CloseAsync(Task before, IAsyncDisposable served)
    {
        await before;
        await served.DisposeAsync();
    }
}
