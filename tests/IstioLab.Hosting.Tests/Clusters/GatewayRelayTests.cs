using System.Net;
using System.Net.Sockets;
using IstioLab.Hosting.Clusters;

namespace IstioLab.Hosting.Tests.Clusters;

/// <summary>The fixed port of <c>WithGatewayPort</c> in front of a gateway that is elsewhere.</summary>
public sealed class GatewayRelayTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TcpListener _gateway = new(IPAddress.Loopback, 0);

    public GatewayRelayTests() => _gateway.Start();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Uri GatewayUrl => new($"http://127.0.0.1:{((IPEndPoint)_gateway.LocalEndpoint).Port}");

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Bytes_and_their_end_pass_both_ways()
    {
        await using var relay = GatewayRelay.Open(0, GatewayUrl);
        using var client = await ConnectAsync(relay.Port);
        await using var asking = client.GetStream();
        await asking.WriteAsync("ask"u8.ToArray(), Token);
        client.Client.Shutdown(SocketShutdown.Send);

        using var accepted = await _gateway.AcceptTcpClientAsync(Token).AsTask().WaitAsync(s_patience, Token);
        await using var answering = accepted.GetStream();
        Assert.Equal("ask", await ReadToEndAsync(answering));
        await answering.WriteAsync("answer"u8.ToArray(), Token);
        accepted.Client.Shutdown(SocketShutdown.Send);

        Assert.Equal("answer", await ReadToEndAsync(asking));
    }

    [Fact]
    public async Task Connection_that_the_gateway_breaks_ends_for_the_client_who_still_waits()
    {
        await using var relay = GatewayRelay.Open(0, GatewayUrl);
        using var client = await ConnectAsync(relay.Port);
        var accepted = await _gateway.AcceptTcpClientAsync(Token).AsTask().WaitAsync(s_patience, Token);

        accepted.LingerState = new LingerOption(true, 0);
        accepted.Dispose();

        Assert.Equal("", await ReadToEndAsync(client.GetStream()));
    }

    [Fact]
    public async Task Gateway_that_is_away_ends_the_connection_and_not_the_port()
    {
        await using var relay = GatewayRelay.Open(0, GatewayUrl);
        _gateway.Stop();
        using var refused = await ConnectAsync(relay.Port);
        Assert.Equal("", await ReadToEndAsync(refused.GetStream()));

        using var again = await ConnectAsync(relay.Port);

        Assert.Equal("", await ReadToEndAsync(again.GetStream()));
    }

    [Fact]
    public async Task Port_is_free_after_the_end_also_while_a_client_is_connected()
    {
        var relay = GatewayRelay.Open(0, GatewayUrl);
        var port = relay.Port;
        using var client = await ConnectAsync(port);
        using var accepted = await _gateway.AcceptTcpClientAsync(Token).AsTask().WaitAsync(s_patience, Token);

        await relay.DisposeAsync().AsTask().WaitAsync(s_patience, Token);

        using var probe = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await probe.ConnectAsync(IPAddress.Loopback, port, Token));
    }

    [Fact]
    public async Task Port_that_somebody_has_is_an_error_at_once()
    {
        await using var relay = GatewayRelay.Open(0, GatewayUrl);

        Assert.Throws<SocketException>(() => GatewayRelay.Open(relay.Port, GatewayUrl));
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Token);
        return client;
    }

    /// <summary>Reads until the other side ends the connection, in order or by breaking it.</summary>
    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        try
        {
            return await reader.ReadToEndAsync(Token).WaitAsync(s_patience, Token);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
