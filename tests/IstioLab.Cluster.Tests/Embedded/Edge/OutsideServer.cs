using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

/// <summary>A web server on a loopback port of the machine, outside of any cluster. It answers each request with its text and closes.</summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly TestAuthority? _clients;
    private readonly Task _running;

    private readonly OutsideBehaviour _behaviour;

    public OutsideServer(X509Certificate2? certificate = null, TestAuthority? clients = null, OutsideBehaviour behaviour = OutsideBehaviour.Answers)
    {
        _behaviour = behaviour;
        _certificate = certificate;
        _clients = clients;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _running = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The requests that came, from the first line to the empty one.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The server names that clients asked for.</summary>
    public ConcurrentQueue<string> ServerNames { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync(_stop.Token));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test ends.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = await SecureAsync(new NetworkStream(socket, ownsSocket: true));
            var text = new StringBuilder();
            var buffer = new byte[4096];
            while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await stream.ReadAsync(buffer, _stop.Token);
                if (read == 0) return;
                if (!char.IsAsciiLetter((char)buffer[0]) && text.Length == 0)
                {
                    await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _stop.Token);
                    return;
                }

                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }

            Requests.Enqueue(text.ToString());
            if (_behaviour == OutsideBehaviour.Closes) return;
            if (_behaviour == OutsideBehaviour.Silent) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stop.Token);
            var body = $"outside {text.ToString().Split("\r\n")[0]}\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), _stop.Token);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went, or did not show what it must.
        }
    }

    private async ValueTask<Stream> SecureAsync(NetworkStream plain)
    {
        if (_certificate is null) return plain;
        var stream = new SslStream(plain);
        await stream.AuthenticateAsServerAsync(
            (_, hello, _, _) =>
            {
                ServerNames.Enqueue(hello.ServerName);
                return ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ClientCertificateRequired = _clients is not null,
                    RemoteCertificateValidationCallback = (_, shown, _, _) => _clients is null || shown?.Issuer == _clients.Certificate.Subject,
                });
            },
            null, _stop.Token);
        return stream;
    }
}
