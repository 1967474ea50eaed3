using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace IstioLab.Proxy.Network;

/// <inheritdoc cref="IPodListener"/>
internal sealed class PodListener(PodInterface pod, int port, bool loopbackOnly) : IPodListener
{
    private const int Backlog = 4096;
    private static readonly TimeSpan FullBacklogPause = TimeSpan.FromMilliseconds(1);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private UnixDomainSocketEndPoint? _address;
    private string? _path;
    private int _closed;

    public IPEndPoint LocalEndPoint { get; } = new(pod.Address, port);

    public bool LoopbackOnly => loopbackOnly;

    public void Open()
    {
        _path = pod.Network.NextSocketPath();
        var address = new UnixDomainSocketEndPoint(_path);
        _socket.Bind(address);
        _socket.Listen(Backlog);
        pod.Network.CountSocket(1);
        Volatile.Write(ref _address, address);
    }

    public async ValueTask<PodConnection> AcceptAsync(CancellationToken ct)
    {
        while (true)
        {
            var socket = await _socket.AcceptAsync(ct);
            var connection = await ReceivePreambleAsync(socket, ct);
            if (connection is not null)
                return connection;
        }
    }

    /// <summary>Connects to this listener and sends the preamble. A full backlog is waited for, as a kernel does with SYNs.</summary>
    public async ValueTask<Socket> ConnectAsync(IPEndPoint source, IPEndPoint destination, TimeProvider time, CancellationToken ct)
    {
        var address = Volatile.Read(ref _address) ?? throw new SocketException((int)SocketError.ConnectionRefused);
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(address, ct);
                SendPreamble(socket, source, destination);
                return socket;
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                if (failure.SocketErrorCode is not (SocketError.WouldBlock or SocketError.TryAgain or SocketError.NoBufferSpaceAvailable))
                    throw new SocketException((int)SocketError.ConnectionRefused);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
            await Task.Delay(FullBacklogPause, time, ct);
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        _socket.Dispose();
        pod.Forget(this);
        if (_path is null)
            return;
        pod.Network.CountSocket(-1);
        File.Delete(_path);
    }

    private static void SendPreamble(Socket socket, IPEndPoint source, IPEndPoint destination)
    {
        Span<byte> preamble = stackalloc byte[Preamble.Size];
        Preamble.Write(preamble, source, destination);
        socket.Send(preamble);
    }

    /// <summary>
    /// Reads what the dialler sent on connecting. A dialler of this process sends it at once; one that gave up gives null.
    /// </summary>
    private async ValueTask<PodConnection?> ReceivePreambleAsync(Socket socket, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Preamble.Size);
        try
        {
            var received = 0;
            while (received < Preamble.Size)
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(received, Preamble.Size - received), ct);
                if (count == 0)
                    break;
                received += count;
            }
            if (Preamble.TryRead(buffer.AsSpan(0, received), out var source, out var destination))
                return pod.Own(socket, source, destination);
            socket.Dispose();
            return null;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
