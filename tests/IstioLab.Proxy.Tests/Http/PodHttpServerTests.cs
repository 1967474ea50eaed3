using System.Net;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Tests.Http;

public sealed class PodHttpServerTests : IAsyncLifetime
{
    private readonly PodNetwork _network = new(new PodNetworkOptions());
    private readonly PodHttpServer _server = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _server.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _network.DisposeAsync();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Request_is_answered_with_the_addresses_of_the_pods(string version)
    {
        var server = Pod("10.0.0.2");
        await using var served = _server.Serve(server.Listen(8080), context =>
        {
            var connection = context.Features.Get<IPodConnectionFeature>()!;
            return context.Response.WriteAsync(
                $"{connection.Source.Address} {connection.Destination} {context.Request.Protocol} {context.Connection.RemoteIpAddress}", Token);
        });
        using var client = PodClient.Of(Pod("10.0.0.1"));
        client.DefaultRequestVersion = Version.Parse(version);
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        using var response = await client.GetAsync(new Uri("http://10.0.0.2:8080/"), Token);

        var protocol = version == "2.0" ? "HTTP/2" : "HTTP/1.1";
        Assert.Equal($"10.0.0.1 10.0.0.2:8080 {protocol} 10.0.0.1", await response.Content.ReadAsStringAsync(Token));
        Assert.NotNull(response.Headers.Date);
        Assert.Empty(response.Headers.Server);
    }

    [Fact]
    public async Task Large_body_passes_whole()
    {
        var body = new byte[40 * 1024 * 1024];
        new Random(3).NextBytes(body);
        var server = Pod("10.0.0.2");
        await using var served = _server.Serve(server.Listen(80), async context =>
        {
            // HttpClient sends its whole HTTP/1.1 body before it reads an answer.
            var received = new MemoryStream();
            await context.Request.Body.CopyToAsync(received, Token);
            await context.Response.Body.WriteAsync(received.GetBuffer().AsMemory(0, (int)received.Length), Token);
        });
        using var client = PodClient.Of(Pod("10.0.0.1"));

        using var response = await client.PostAsync(new Uri("http://10.0.0.2/"), new ByteArrayContent(body), Token);

        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Closing_the_handle_refuses_new_connections()
    {
        var server = Pod("10.0.0.2");
        var served = _server.Serve(server.Listen(80), context => Task.CompletedTask);
        using var client = PodClient.Of(Pod("10.0.0.1"));
        using var before = await client.GetAsync(new Uri("http://10.0.0.2/"), Token);

        await served.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://10.0.0.2/"), Token));
    }

    private IPodInterface Pod(string address) => _network.Attach(IPAddress.Parse(address), "pod-" + address);
}
