using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IstioLab.Proxy.Network;

/// <inheritdoc cref="IPodInterface"/>
internal sealed class PodInterface(PodNetwork network, IPAddress address, string podName) : IPodInterface
{
    private const int FirstEphemeralPort = 32768;
    private const int EphemeralPorts = 28232;

    // Istio's inbound proxy calls the application from this address, which its iptables rules let through.
    private static readonly IPAddress InboundPassthrough = new([127, 0, 0, 6]);

    private readonly ConcurrentDictionary<int, PodListener> _listeners = new();
    private readonly ConcurrentDictionary<PodConnection, bool> _connections = new();
    private TrafficCapture? _capture;
    private Func<int, IPEndPoint?>? _findApplication;
    private object? _peerMetadata;
    private uint _ephemeral;
    private volatile bool _detached;
    private TaskCompletionSource _listenersChanged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IPAddress Address => address;

    public string PodName => podName;

    public PodNetwork Network => network;

    public object? PeerMetadata
    {
        get => Volatile.Read(ref _peerMetadata);
        set => Volatile.Write(ref _peerMetadata, value);
    }

    public IPodListener Listen(int port, bool loopbackOnly = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        ObjectDisposedException.ThrowIf(_detached, this);
        while (true)
        {
            var listener = new PodListener(this, port == 0 ? NextEphemeralPort() : port, loopbackOnly);
            if (_listeners.TryAdd(listener.LocalEndPoint.Port, listener))
            {
                listener.Open();
                ListenersChanged();
                if (!_detached)
                    return listener;
                listener.Close();
                throw new ObjectDisposedException(podName);
            }
            if (port != 0)
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
        }
    }

    public bool IsListening(int port) => _listeners.TryGetValue(port, out var listener) && !listener.LoopbackOnly;

    public async Task WaitForListenerAsync(int port, CancellationToken ct)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _listenersChanged);
            ObjectDisposedException.ThrowIf(_detached, this);
            if (IsListening(port))
                return;
            await changed.Task.WaitAsync(ct);
        }
    }

    public ValueTask<PodConnection> DialAsync(IPEndPoint destination, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ObjectDisposedException.ThrowIf(_detached, this);
        if (IsOwn(destination.Address))
            return ConnectAsync(Local(destination, IPAddress.IsLoopback(destination.Address)), Source(destination), destination, ct);
        var capture = Volatile.Read(ref _capture);
        if (capture is not null && capture.CapturesOutbound(destination.Port))
            return ConnectAsync(Local(capture.OutboundPort), Source(destination), destination, ct);
        return DialNetworkAsync(network.ResolveService(destination), ct);
    }

    public ValueTask<PodConnection> DialDirectAsync(IPEndPoint destination, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ObjectDisposedException.ThrowIf(_detached, this);
        if (IPAddress.IsLoopback(destination.Address))
            return ConnectAsync(Local(destination, loopback: true), Source(destination), destination, ct);
        return DialNetworkAsync(network.ResolveService(destination), ct);
    }

    public ValueTask<PodConnection> DialApplicationAsync(int port, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_detached, this);
        var destination = new IPEndPoint(address, port);
        if (Volatile.Read(ref _findApplication) is { } find)
            return ConnectToMachineAsync(find(port) ?? throw new SocketException((int)SocketError.ConnectionRefused), destination, ct);
        return ConnectAsync(Local(destination, loopback: false), new IPEndPoint(InboundPassthrough, NextEphemeralPort()), destination, ct);
    }

    public void PlaceApplication(Func<int, IPEndPoint?> find) => Volatile.Write(ref _findApplication, find);

    public void Capture(TrafficCapture? capture) => Volatile.Write(ref _capture, capture);

    public async ValueTask DisposeAsync()
    {
        if (_detached)
            return;
        _detached = true;
        ListenersChanged();
        foreach (var listener in _listeners.Values)
            await listener.DisposeAsync();
        foreach (var connection in _connections.Keys)
            connection.Close();
        network.Remove(this);
    }

    private void ListenersChanged() =>
        Interlocked.Exchange(ref _listenersChanged, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    internal PodListener ListenerOf(int port) => Local(port);

    internal void Forget(PodListener listener) => _listeners.TryRemove(new(listener.LocalEndPoint.Port, listener));

    internal void Forget(PodConnection connection)
    {
        if (_connections.TryRemove(connection, out _))
            network.CountSocket(-1);
    }

    /// <summary>Takes a connected socket into the pod's books, so that detaching closes it.</summary>
    internal PodConnection Own(Socket socket, IPEndPoint source, IPEndPoint destination)
    {
        var connection = new PodConnection(this, socket, source, destination);
        _connections.TryAdd(connection, true);
        network.CountSocket(1);
        if (_detached)
        {
            connection.Close();
            throw new ObjectDisposedException(podName);
        }
        return connection;
    }

    private ValueTask<PodConnection> DialNetworkAsync(IPEndPoint destination, CancellationToken ct)
    {
        if (network.Find(destination.Address) is { } pod)
            return ConnectAsync(pod.Arriving(destination), Source(destination), destination, ct);
        return network.Outside is { } outside
            ? ConnectOutsideAsync(outside, destination, ct)
            : throw new SocketException((int)SocketError.HostUnreachable);
    }

    private async ValueTask<PodConnection> ConnectOutsideAsync(
        Func<IPEndPoint, CancellationToken, ValueTask<Socket>> outside, IPEndPoint destination, CancellationToken ct) =>
        Own(await outside(destination, ct), Source(destination), destination);

    /// <summary>The listener that a connection from the network meets: the sidecar's inbound port, or the port itself.</summary>
    private PodListener Arriving(IPEndPoint destination)
    {
        var capture = Volatile.Read(ref _capture);
        return capture is not null && capture.CapturesInbound(destination.Port)
            ? Local(capture.InboundPort)
            : Local(destination, loopback: false);
    }

    private PodListener Local(int port) =>
        _listeners.GetValueOrDefault(port) ?? throw new SocketException((int)SocketError.ConnectionRefused);

    private PodListener Local(IPEndPoint destination, bool loopback)
    {
        var listener = Local(destination.Port);
        return listener.LoopbackOnly && !loopback ? throw new SocketException((int)SocketError.ConnectionRefused) : listener;
    }

    private async ValueTask<PodConnection> ConnectAsync(
        PodListener listener, IPEndPoint source, IPEndPoint destination, CancellationToken ct)
    {
        var socket = await listener.ConnectAsync(source, destination, network.TimeProvider, ct);
        return Own(socket, source, destination);
    }

    private async ValueTask<PodConnection> ConnectToMachineAsync(IPEndPoint application, IPEndPoint destination, CancellationToken ct)
    {
        var socket = new Socket(application.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(application, ct);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        return Own(socket, new IPEndPoint(InboundPassthrough, NextEphemeralPort()), destination);
    }

    private bool IsOwn(IPAddress target) => IPAddress.IsLoopback(target) || target.Equals(address);

    private IPEndPoint Source(IPEndPoint destination) =>
        new(IPAddress.IsLoopback(destination.Address) ? destination.Address : address, NextEphemeralPort());

    private int NextEphemeralPort() => FirstEphemeralPort + (int)(Interlocked.Increment(ref _ephemeral) % EphemeralPorts);
}
