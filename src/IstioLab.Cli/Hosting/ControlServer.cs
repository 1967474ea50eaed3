using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace IstioLab.Cli.Hosting;

/// <summary>
/// Takes the call to stop: a Unix socket that only its owner can open (Windows has them too), and a token that only the owner can read.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const int LongestLine = 200;

    private readonly Socket _socket;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Action _stop;
    private Task _accepting = Task.CompletedTask;

    private ControlServer(Socket socket, string path, Action stop)
    {
        _socket = socket;
        SocketPath = path;
        _stop = stop;
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>The socket's path.</summary>
    public string SocketPath { get; }

    /// <summary>What a call must carry.</summary>
    public string Token { get; }

    /// <summary>Listens.</summary>
    /// <param name="path">The socket's path, short enough for one; its folder exists.</param>
    /// <param name="stop">Called for each rightful call.</param>
    public static ControlServer Start(string path, Action stop)
    {
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        socket.Listen();
        var server = new ControlServer(socket, path, stop);
        server._accepting = server.AcceptAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _socket.Dispose();
        await _accepting;
        File.Delete(SocketPath);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var call = await _socket.AcceptAsync(_stopping.Token);
                await AnswerAsync(call, _stopping.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
            {
                // A caller that went away, or our own end: the loop's condition tells.
            }
        }
    }

    private async Task AnswerAsync(Socket call, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestLine];
        var length = await call.ReceiveAsync(buffer, cancellationToken);
        var right = CryptographicOperations.FixedTimeEquals(buffer.AsSpan(0, length), Encoding.ASCII.GetBytes($"stop {Token}\n"));
        await call.SendAsync(Encoding.ASCII.GetBytes(right ? "stopping\n" : "refused\n"), cancellationToken);
        if (right)
        {
            _stop();
        }
    }
}
