using System.Net;
using System.Text;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;

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
        await using var served = server.Serve(pod.Listen(80), context => Task.CompletedTask);
        await using var connection = await pod.DialAsync(IPEndPoint.Parse("127.0.0.1:80"), Token);

        await connection.Stream.WriteAsync("GET / HTTP/1.1\r\nHost: a\r\n"u8.ToArray(), Token);
        // Kestrel looks at its timeouts once a second.
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System, Token);
        await connection.Stream.WriteAsync("\r\n"u8.ToArray(), Token);
        var buffer = new byte[1024];
        var read = await connection.Stream.ReadAsync(buffer, Token);

        Assert.StartsWith("HTTP/1.1 200", Encoding.ASCII.GetString(buffer, 0, read), StringComparison.Ordinal);
    }
}
