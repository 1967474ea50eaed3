using System.Net;
using System.Net.Sockets;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Tests.Network;

public sealed class PodNetworkTests : IAsyncDisposable
{
    private readonly PodNetwork _network = new(new PodNetworkOptions { Random = new RandomSource(7) });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Theory]
    [InlineData("10.244.0.1", "10.244.0.2")]
    [InlineData("fd00::1", "fd00::2")]
    public async Task Connection_carries_source_destination_and_bytes(string clientAddress, string serverAddress)
    {
        var client = Pod(clientAddress);
        var server = Pod(serverAddress);
        await using var listener = server.Listen(8080);
        var accepting = listener.AcceptAsync(Token).AsTask();

        await using var dialled = await client.DialAsync(new IPEndPoint(server.Address, 8080), Token);
        await using var accepted = await accepting;
        await dialled.Stream.WriteAsync("ping"u8.ToArray(), Token);
        var buffer = new byte[4];
        await accepted.Stream.ReadExactlyAsync(buffer, Token);

        Assert.Equal("ping"u8.ToArray(), buffer);
        Assert.Equal(client.Address, accepted.Source.Address);
        Assert.Equal(dialled.Source, accepted.Source);
        Assert.Equal(new IPEndPoint(server.Address, 8080), accepted.Destination);
    }

    [Fact]
    public async Task Dial_to_a_port_nobody_listens_on_is_refused()
    {
        var client = Pod("10.0.0.1");
        Pod("10.0.0.2");
        var failure = await Assert.ThrowsAsync<SocketException>(() => Dial(client, "10.0.0.2:80"));
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Dial_to_an_address_without_a_pod_is_unreachable()
    {
        var failure = await Assert.ThrowsAsync<SocketException>(() => Dial(Pod("10.0.0.1"), "10.0.0.9:80"));
        Assert.Equal(SocketError.HostUnreachable, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Dial_to_a_detached_pod_is_unreachable_and_its_connections_end()
    {
        var client = Pod("10.0.0.1");
        var server = Pod("10.0.0.2");
        var listener = server.Listen(80);
        var accepting = listener.AcceptAsync(Token).AsTask();
        await using var dialled = await client.DialAsync(IPEndPoint.Parse("10.0.0.2:80"), Token);
        await accepting;

        await server.DisposeAsync();

        Assert.Equal(0, await dialled.Stream.ReadAsync(new byte[1], Token));
        var failure = await Assert.ThrowsAsync<SocketException>(() => Dial(client, "10.0.0.2:80"));
        Assert.Equal(SocketError.HostUnreachable, failure.SocketErrorCode);
    }

    [Fact]
    public void Listen_on_a_taken_port_says_so()
    {
        var pod = Pod("10.0.0.1");
        pod.Listen(80);
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => pod.Listen(80)).SocketErrorCode);
    }

    [Fact]
    public async Task Listen_again_after_closing_works()
    {
        var pod = Pod("10.0.0.1");
        await pod.Listen(80).DisposeAsync();
        await using var again = pod.Listen(80);
        var accepting = again.AcceptAsync(Token).AsTask();
        await using var dialled = await pod.DialAsync(IPEndPoint.Parse("127.0.0.1:80"), Token);
        await using var accepted = await accepting;
        Assert.Equal(IPAddress.Loopback, accepted.Source.Address);
    }

    [Fact]
    public async Task Loopback_listener_is_reached_by_its_pod_alone()
    {
        var server = Pod("10.0.0.1");
        var other = Pod("10.0.0.2");
        await using var listener = server.Listen(80, loopbackOnly: true);

        await using var own = await server.DialAsync(IPEndPoint.Parse("127.0.0.1:80"), Token);

        await Assert.ThrowsAsync<SocketException>(() => Dial(server, "10.0.0.1:80"));
        await Assert.ThrowsAsync<SocketException>(() => Dial(other, "10.0.0.1:80"));
    }

    [Fact]
    public async Task Service_address_leads_to_each_ready_endpoint_about_equally()
    {
        var client = Pod("10.0.0.1");
        _network.UseServices(new ServiceTable().With("10.96.0.1:80", "10.0.0.2:8080", "10.0.0.3:8080"));
        var counts = new Dictionary<string, int>();
        var servers = new[] { Pod("10.0.0.2"), Pod("10.0.0.3") };
        var listeners = servers.Select(server => server.Listen(8080)).ToArray();

        for (var i = 0; i < 400; i++)
        {
            await using var connection = await client.DialAsync(IPEndPoint.Parse("10.96.0.1:80"), Token);
            var reached = connection.Destination.Address.ToString();
            counts[reached] = counts.GetValueOrDefault(reached) + 1;
        }

        // Fair halves of 400 differ from 200 by more than 49 once in a million.
        Assert.All(counts.Values, count => Assert.InRange(count, 151, 249));
        Assert.Equal(2, counts.Count);
        foreach (var listener in listeners)
            await listener.DisposeAsync();
    }

    [Fact]
    public async Task Service_without_endpoints_refuses()
    {
        _network.UseServices(new ServiceTable().With("10.96.0.1:80"));
        var failure = await Assert.ThrowsAsync<SocketException>(() => Dial(Pod("10.0.0.1"), "10.96.0.1:80"));
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Folder_is_private_and_goes_with_the_network()
    {
        var network = new PodNetwork(new PodNetworkOptions());
        var pod = network.Attach(IPAddress.Parse("10.0.0.1"), "a");
        pod.Listen(80);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(network.SocketFolder));
        Assert.Single(Directory.GetFiles(network.SocketFolder));

        await network.DisposeAsync();

        Assert.False(Directory.Exists(network.SocketFolder));
        Assert.Equal(0, network.OpenSockets);
    }

    [Fact]
    public void Folder_with_a_long_path_is_refused_with_the_limit()
    {
        var folder = Path.Combine(Path.GetTempPath(), new string('x', 90));
        var failure = Assert.Throws<ArgumentException>(() => new PodNetwork(new PodNetworkOptions { SocketFolder = folder }));
        Assert.Contains("80 bytes", failure.Message, StringComparison.Ordinal);
    }

    private IPodInterface Pod(string address) => _network.Attach(IPAddress.Parse(address), "pod-" + address);

    private static Task<PodConnection> Dial(IPodInterface pod, string destination) => pod.DialAsync(IPEndPoint.Parse(destination), Token).AsTask();
}
