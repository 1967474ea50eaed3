using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IstioLab.Proxy.Network;

/// <summary>
/// The network of the embedded cluster's pods: virtual addresses over Unix sockets in a private folder, so that neither another
/// user nor a web page reaches a pod, and no port of the machine is taken.
/// </summary>
public sealed class PodNetwork : IAsyncDisposable
{
    private readonly ConcurrentDictionary<IPAddress, PodInterface> _pods = new();
    private readonly SocketFolder _folder;
    private readonly RandomSource _random;
    private IServiceTable? _services;
    private long _nextSocket;
    private int _openSockets;
    private bool _closed;

    /// <summary>Creates the network and its folder.</summary>
    /// <exception cref="ArgumentException">The folder's path is too long for sockets.</exception>
    public PodNetwork(PodNetworkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        TimeProvider = options.TimeProvider;
        Outside = options.Outside;
        _random = options.Random;
        _folder = new SocketFolder(options.SocketFolder);
    }

    /// <summary>How many sockets pods hold open now: listeners and both sides of each connection.</summary>
    public int OpenSockets => Volatile.Read(ref _openSockets);

    /// <summary>The private folder with the sockets.</summary>
    public string SocketFolder => _folder.Path;

    internal TimeProvider TimeProvider { get; }

    internal Func<IPEndPoint, CancellationToken, ValueTask<Socket>>? Outside { get; }

    /// <summary>Gives a pod its place in the network.</summary>
    /// <param name="address">A unicast address that no pod of this network has now, IPv4 or IPv6.</param>
    /// <param name="podName">The pod's name, for messages.</param>
    /// <exception cref="SocketException"><see cref="SocketError.AddressAlreadyInUse"/> when another pod has the address.</exception>
    public IPodInterface Attach(IPAddress address, string podName)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentException.ThrowIfNullOrEmpty(podName);
        ObjectDisposedException.ThrowIf(_closed, this);
        var pod = new PodInterface(this, address, podName);
        return _pods.TryAdd(address, pod) ? pod : throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    /// <summary>Says which service addresses exist; without it only pod addresses answer.</summary>
    public void UseServices(IServiceTable services)
    {
        ArgumentNullException.ThrowIfNull(services);
        Volatile.Write(ref _services, services);
    }

    /// <summary>Detaches every pod and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        foreach (var pod in _pods.Values)
            await pod.DisposeAsync();
        _folder.Delete();
    }

    internal object? FindPeerMetadata(IPAddress address) => _pods.TryGetValue(address, out var pod) ? pod.PeerMetadata : null;

    internal PodInterface? Find(IPAddress address) => _pods.GetValueOrDefault(address);

    internal void Remove(PodInterface pod) => _pods.TryRemove(new(pod.Address, pod));

    internal string NextSocketPath() => _folder.PathOf(Interlocked.Increment(ref _nextSocket));

    internal void CountSocket(int change) => Interlocked.Add(ref _openSockets, change);

    /// <summary>kube-proxy: leads a service address to one ready endpoint; any other address stays as it is.</summary>
    internal IPEndPoint ResolveService(IPEndPoint destination)
    {
        var services = Volatile.Read(ref _services);
        if (services is null)
            return destination;
        if (services.TryResolve(destination, _random.Next(), out var endpoint, out var isService))
            return endpoint;
        return isService ? throw new SocketException((int)SocketError.ConnectionRefused) : destination;
    }
}
