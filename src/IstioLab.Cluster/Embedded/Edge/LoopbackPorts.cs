using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Api.Admission;

namespace IstioLab.Cluster.Embedded.Edge;

/// <summary>
/// The loopback ports of this machine that lead to services: their node ports, and ports for gateways that have none. A port is opened
/// when it is given out, so what the API answers holds. Which ones they are follows from the names of environment and service, so that
/// they are the same after a restart unless another program took one.
/// </summary>
internal sealed class LoopbackPorts(string environment) : INodePorts, IAsyncDisposable
{
    private const int First = 30000;
    private const int Count = 2768;
    private const int Step = 1597; // A prime that does not divide Count: the walk meets every port.
    private const int Backlog = 512;

    private readonly ConcurrentDictionary<int, LoopbackPort> _open = new();

    public int? Take(string ns, string name, int port, int? wanted)
    {
        if (wanted is { } given)
        {
            Open(ns, name, given);
            return given;
        }
        var start = Hash($"{environment}/{ns}/{name}/{port}") % Count;
        for (var tries = 0; tries < Count; tries++)
        {
            var candidate = First + (int)((start + ((long)tries * Step)) % Count);
            if (!_open.ContainsKey(candidate) && Open(ns, name, candidate) is not null) return candidate;
        }
        return null;
    }

    /// <summary>Opens a port, unless it is open for the service.</summary>
    /// <returns>Null when another program or service has the port.</returns>
    public LoopbackPort? Open(string ns, string name, int port)
    {
        var owner = $"{ns}/{name}";
        if (_open.TryGetValue(port, out var known)) return known.Owner == owner ? known : null;
        if (Listen(port) is not { } socket) return null;
        var opened = new LoopbackPort(socket, owner);
        if (_open.TryAdd(port, opened)) return opened;
        socket.Dispose();
        return null;
    }

    /// <summary>Closes the ports of a service except those that are named.</summary>
    public async ValueTask CloseAsync(string ns, string name, IReadOnlySet<int> except)
    {
        var owner = $"{ns}/{name}";
        foreach (var (number, port) in _open)
        {
            if (port.Owner != owner || except.Contains(number)) continue;
            _open.TryRemove(number, out _);
            await port.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var port in _open.Values) await port.DisposeAsync();
        _open.Clear();
    }

    private static Socket? Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    // FNV-1a: the same in every process, which string.GetHashCode is not.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text) hash = unchecked((hash ^ letter) * 16777619u);
        return hash;
    }
}
