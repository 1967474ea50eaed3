using System.Net;
using System.Net.WebSockets;
using System.Text;
using IstioLab.Config.Discovery;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Network;
using IstioLab.Proxy.Telemetry;
using IstioLab.Proxy.Tests.Mesh;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class ProtocolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Grpc_call_passes_with_its_trailers_over_http2()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var server = await mesh.AddPodAsync("server", "server", handler: async context =>
        {
            Assert.Equal("HTTP/2", context.Request.Protocol);
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync("reply"u8.ToArray(), context.RequestAborted);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        mesh.Service("server", "10.96.0.1", portName: "grpc");
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://10.96.0.1/shop.Cart/Add")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent("question"u8.ToArray()),
        };
        request.Headers.Host = "server";
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Content.Headers.ContentType = new("application/grpc");

        using var response = await client.Client.SendAsync(request, Token);

        Assert.Equal("reply", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.Equal("trailers", Assert.Single(server.Received).Headers["te"]);
        await Wait.ForAsync(() => client.Records.Count == 1);
        var record = Assert.Single(client.Records);
        Assert.Equal((ExchangeProtocol.Grpc, "HTTP/2", 8L, 5L), (record.Protocol, record.HttpProtocol, record.BytesReceived, record.BytesSent));
    }

    [Fact]
    public async Task Web_socket_passes_both_ways()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        await mesh.AddPodAsync("server", "server", handler: EchoUpgradeAsync);
        mesh.Service("server", "10.96.0.1");
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", "server");
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (_, ct) => (await client.Network.DialAsync(IPEndPoint.Parse("10.96.0.1:80"), ct)).Stream,
        });

        await socket.ConnectAsync(new Uri("ws://10.96.0.1/"), invoker, Token);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Token);
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, Token);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    [Fact]
    public async Task Tcp_service_is_relayed_and_recorded_on_both_sides()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var server = await mesh.AddPodAsync("server", "server", port: 0);
        mesh.Service("server", "10.96.0.1", port: 9000, portName: "tcp-echo");
        var echo = EchoAsync(server.Network);

        await using (var connection = await client.Network.DialAsync(IPEndPoint.Parse("10.96.0.1:9000"), Token))
        {
            await connection.Stream.WriteAsync("ping"u8.ToArray(), Token);
            connection.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            using var reader = new StreamReader(connection.Stream);
            Assert.Equal("ping", await reader.ReadToEndAsync(Token));
        }

        await echo;
        await Wait.ForAsync(() => client.Records.Count == 1 && server.Records.Count == 1);
        var source = Assert.Single(client.Records);
        Assert.Equal((ExchangeProtocol.Tcp, 4L, 4L, "-"), (source.Protocol, source.BytesReceived, source.BytesSent, source.ResponseFlags));
        Assert.Equal("outbound|9000||server.shop.svc.cluster.local", source.UpstreamCluster);
        Assert.Equal("client", Assert.Single(server.Records).Source.Workload);
    }

    [Theory]
    [InlineData(OutboundPolicyMode.AllowAny, "PassthroughCluster")]
    [InlineData(OutboundPolicyMode.RegistryOnly, "BlackHoleCluster")]
    public async Task Unknown_port_follows_the_outbound_policy(OutboundPolicyMode mode, string cluster)
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        var stranger = mesh.Network.Attach(IPAddress.Parse("10.9.9.9"), "stranger");
        mesh.With(MeshSettings.Default with { OutboundPolicy = mode });
        var echo = mode == OutboundPolicyMode.AllowAny ? EchoAsync(stranger, 7777) : Task.CompletedTask;

        await using var connection = await client.Network.DialAsync(IPEndPoint.Parse("10.9.9.9:7777"), Token);
        var answered = await AnswersAsync(connection);

        await echo;
        Assert.Equal(mode == OutboundPolicyMode.AllowAny, answered);
        await Wait.ForAsync(() => client.Records.Count == 1);
        Assert.Equal(cluster, Assert.Single(client.Records).UpstreamCluster);
    }

    private static async Task<bool> AnswersAsync(PodConnection connection)
    {
        try
        {
            await connection.Stream.WriteAsync("ping"u8.ToArray(), Token);
            connection.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            return await connection.Stream.ReadAsync(new byte[4], Token) == 4;
        }
        catch (IOException)
        {
            return false;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static async Task EchoAsync(IPodInterface pod, int port = 8080)
    {
        await using var listener = pod.Listen(port);
        await using var connection = await listener.AcceptAsync(Token);
        await connection.Stream.CopyToAsync(connection.Stream, Token);
        connection.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
    }

    /// <summary>The server's half of the handshake, then an echo of frames, which the client masks and the server must not.</summary>
    private static async Task EchoUpgradeAsync(HttpContext context)
    {
        var key = context.Request.Headers.SecWebSocketKey + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
#pragma warning disable CA5350 // The protocol fixes the algorithm.
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(System.Security.Cryptography.SHA1.HashData(Encoding.ASCII.GetBytes(key)));
#pragma warning restore CA5350
        context.Response.Headers.Upgrade = "websocket";
        await using var stream = await context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync();
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
        await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, context.RequestAborted);
    }
}
