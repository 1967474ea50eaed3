using System.Net;
using System.Net.Sockets;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Admin;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Sidecars;

/// <summary>
/// The sidecar of one pod: captures its traffic, sends requests where the snapshot says, and reports each one
/// (https://istio.io/latest/docs/ops/deployment/architecture/).
/// </summary>
public sealed class SidecarProxy : IAsyncDisposable
{
    private const string OutboundServerName = "envoy";
    private const string InboundServerName = "istio-envoy";

    private readonly ProxyCore _outbound;
    private readonly ProxyCore _inbound;
    private readonly OutboundListener _outboundListener;
    private readonly InboundListenerHandler _inboundListener;
    private readonly AdminServer _admin;
    private readonly List<IAsyncDisposable> _served = [];
    private readonly Lock _opening = new();
    private TrafficCapture? _rules;
    private bool _isOpen;

    /// <summary>Creates a sidecar; it does nothing until <see cref="StartAsync"/>.</summary>
    public SidecarProxy(ProxyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _outbound = new ProxyCore(options, OutboundServerName);
        _inbound = new ProxyCore(options, InboundServerName);
        _outboundListener = new OutboundListener(_outbound, isGateway: false);
        _inboundListener = new InboundListenerHandler(_inbound);
        _admin = new AdminServer(options, _outbound, _inbound);
    }

    /// <summary>Raised after each snapshot that came into force, on the thread that applied it.</summary>
    public event Action<SidecarProxy, SnapshotAcknowledgement>? Acknowledged;

    /// <summary>What the sidecar was made with.</summary>
    public ProxyOptions Options { get; }

    /// <summary>The snapshot in force; null until the first one.</summary>
    public ProxySnapshot? Snapshot => _outbound.Runtime?.Snapshot;

    /// <summary>The newest acknowledgement; default before the first snapshot.</summary>
    public SnapshotAcknowledgement LastAcknowledgement { get; private set; }

    /// <summary>
    /// How many requests are on their way to an IP. Once a snapshot without the IP is acknowledged, and this is none, no request will reach it.
    /// </summary>
    public int RequestsTo(IPAddress address) => _outbound.Services.Addresses.RequestsTo(address);

    /// <summary>
    /// Captures the pod's traffic and opens the sidecar's own pages. As Envoy's, its traffic ports open with the first snapshot; until
    /// then connections from and to the pod are refused.
    /// </summary>
    /// <param name="capture">The interception; default Istio's rules.</param>
    /// <param name="ct">Not used once the ports are open.</param>
    public Task StartAsync(TrafficCapture? capture = null, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var rules = capture ?? TrafficCapture.Default;
        var pod = Options.Pod;
        pod.PeerMetadata = Options.Resource.Workload;
        _served.AddRange(_admin.Start());
        pod.Capture(rules);
        lock (_opening)
        {
            _rules = rules;
            OpenTrafficPorts();
        }
        return Task.CompletedTask;
    }

    /// <summary>
    /// Serves a TCP port of the machine to a process that uses <c>HTTP_PROXY</c>: its requests take the routes of the listener of that
    /// port (https://istio.io/latest/docs/reference/config/networking/sidecar/, protocol <c>HTTP_PROXY</c>).
    /// </summary>
    /// <param name="listener">A listening socket, on the port that the proxy's identity names; it is closed with the sidecar.</param>
    public void ServeHttpProxy(Socket listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var served = Options.Server.Serve(listener, (connection, token) => _outboundListener.ServeAsync(connection, 0, token));
        lock (_opening)
            _served.Add(served);
    }

    /// <summary>
    /// Serves a TCP port of the machine that stands for one host of the mesh, for clients that no proxy setting reaches: HTTP/2 without TLS,
    /// which gRPC speaks. The routes are those of <see cref="ServeHttpProxy"/>.
    /// </summary>
    /// <param name="listener">A listening socket; it is closed with the sidecar.</param>
    /// <param name="authority">The host, with its port unless that is 80.</param>
    public void ServeHost(Socket listener, string authority)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var served = Options.Server.Serve(listener, (connection, token) => _outboundListener.ServeHostAsync(connection, authority, token));
        lock (_opening)
            _served.Add(served);
    }

    /// <summary>Puts a snapshot in force at once, unless a newer one is: requests that began keep theirs.</summary>
    /// <returns>The version in force, which is the acknowledgement.</returns>
    public long Apply(ProxySnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _inbound.Apply(snapshot, inboundOnly: true);
        var version = _outbound.Apply(snapshot, inboundOnly: false);
        lock (_opening)
            OpenTrafficPorts();
        if (version == snapshot.Version && version != LastAcknowledgement.Version)
        {
            LastAcknowledgement = new SnapshotAcknowledgement(version, Options.TimeProvider.GetUtcNow());
            Acknowledged?.Invoke(this, LastAcknowledgement);
        }
        return version;
    }

    /// <summary>
    /// Closes the sidecar's ports, connections and clients. The capture stays, as istio-init's rules outlive Envoy: what is dialled from
    /// now on is refused, so that callers try another pod.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable[] all;
        lock (_opening)
        {
            all = [.. _served];
            _rules = null;
        }
        foreach (var served in all)
            await served.DisposeAsync();
        await _outbound.DisposeAsync();
        await _inbound.DisposeAsync();
    }

    /// <summary>Opens the traffic ports once there is both a capture and a snapshot.</summary>
    private void OpenTrafficPorts()
    {
        if (_isOpen || _rules is not { } rules || _outbound.Runtime is null)
            return;
        _isOpen = true;
        var pod = Options.Pod;
        if (rules.OutboundPort != 0)
            _served.Add(Options.Server.Serve(pod.Listen(rules.OutboundPort), (connection, token) => _outboundListener.ServeAsync(connection, 0, token)));
        if (rules.InboundPort != 0)
            _served.Add(Options.Server.Serve(pod.Listen(rules.InboundPort), _inboundListener.ServeAsync));
    }
}
