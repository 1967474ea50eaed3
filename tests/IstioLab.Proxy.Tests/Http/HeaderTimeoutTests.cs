using System.Net;
using System.Text;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace IstioLab.Proxy.Tests.Http;

public sealed class HeaderTimeoutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Headers_that_arrive_over_several_heartbeats_are_waited_for()
    {
        await using var network = new PodNetwork(new PodNetworkOptions());
        await using var server = new PodHttpServer();
        await server.StartAsync(Token);
        var pod = network.Attach(IPAddress.Parse("10.0.0.1"), "server");
        using var beats = new SemaphoreSlim(0);
        await using var served = server.Serve(pod.Listen(80), context =>
        {
            if (context.Request.Path == "/beats") context.Features.GetRequiredFeature<IConnectionHeartbeatFeature>().OnHeartbeat(_ => beats.Release(), new object());
            return Task.CompletedTask;
        });
        await using var clock = await pod.DialAsync(IPEndPoint.Parse("127.0.0.1:80"), Token);
        await clock.Stream.WriteAsync("GET /beats HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(), Token);
        await beats.WaitAsync(Token);
        await using var connection = await pod.DialAsync(IPEndPoint.Parse("127.0.0.1:80"), Token);

        await connection.Stream.WriteAsync("GET / HTTP/1.1\r\nHost: a\r\n"u8.ToArray(), Token);
        // Kestrel looks at its timeouts with each beat.
        for (var beat = 0; beat < 3; beat++) await beats.WaitAsync(Token);
        await connection.Stream.WriteAsync("\r\n"u8.ToArray(), Token);
        var buffer = new byte[1024];
        var read = await connection.Stream.ReadAsync(buffer, Token);

        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(buffer, 0, read), StringComparison.Ordinal);
    }
}
