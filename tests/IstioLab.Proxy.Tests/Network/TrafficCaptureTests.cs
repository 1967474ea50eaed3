using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using IstioLab.Proxy.Network;

namespace IstioLab.Proxy.Tests.Network;

public sealed class TrafficCaptureTests : IAsyncDisposable
{
    private readonly PodNetwork _network = new(new PodNetworkOptions());
    private readonly IPodInterface _meshed;
    private readonly IPodInterface _plain;

    public TrafficCaptureTests()
    {
        _meshed = _network.Attach(IPAddress.Parse("10.0.0.1"), "meshed");
        _plain = _network.Attach(IPAddress.Parse("10.0.0.2"), "plain");
        foreach (var port in new[] { 80, 9090, 15001, 15006, 15021 })
            _meshed.Listen(port);
        _plain.Listen(80);
        _plain.Listen(443);
        _meshed.Capture(TrafficCapture.Default with { ExcludedOutboundPorts = FrozenSet.Create(443) });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Theory]
    [InlineData("app", "10.0.0.2:80", 15001)]
    [InlineData("app", "10.0.0.9:80", 15001)]
    [InlineData("app", "10.0.0.2:443", 0)]
    [InlineData("app", "127.0.0.1:80", 80)]
    [InlineData("app", "10.0.0.1:80", 80)]
    [InlineData("sidecar", "10.0.0.1:80", 15006)]
    [InlineData("sidecar", "127.0.0.1:80", 80)]
    [InlineData("inbound", "10.0.0.1:80", 80)]
    [InlineData("plain", "10.0.0.1:80", 15006)]
    [InlineData("plain", "10.0.0.1:1234", 15006)]
    [InlineData("plain", "10.0.0.1:15021", 15021)]
    public async Task Dial_meets_the_listener_that_istios_rules_lead_to(string from, string to, int expectedPort)
    {
        var destination = IPEndPoint.Parse(to);
        await using var connection = from switch
        {
            "app" => await _meshed.DialAsync(destination, Token),
            "sidecar" => await _meshed.DialDirectAsync(destination, Token),
            "inbound" => await _meshed.DialApplicationAsync(destination.Port, Token),
            _ => await _plain.DialAsync(destination, Token),
        };

        Assert.Equal(expectedPort, await ArrivedAt(expectedPort));
        Assert.Equal(destination, connection.Destination);
    }

    [Fact]
    public async Task Dial_without_a_sidecar_listening_is_refused()
    {
        _plain.Capture(TrafficCapture.Default);
        var failure = await Assert.ThrowsAsync<SocketException>(() => _plain.DialAsync(IPEndPoint.Parse("10.0.0.1:80"), Token).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    [Fact]
    public async Task Capture_ends_when_it_is_removed()
    {
        _meshed.Capture(null);
        await using var connection = await _plain.DialAsync(IPEndPoint.Parse("10.0.0.1:9090"), Token);
        Assert.Equal(9090, await ArrivedAt(9090));
    }

    private async Task<int> ArrivedAt(int port)
    {
        if (port == 0)
            return 0;
        var listener = ((PodInterface)_meshed).ListenerOf(port);
        await using var accepted = await listener.AcceptAsync(Token);
        return listener.LocalEndPoint.Port;
    }
}
