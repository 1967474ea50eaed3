using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Edge;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

public sealed class LoopbackPortsTests
{
    [Fact]
    public async Task Port_follows_from_the_names_and_moves_on_when_it_is_taken()
    {
        var environment = $"ports-{Guid.NewGuid():N}";
        int first;
        await using (var ports = new LoopbackPorts(environment))
        {
            first = ports.Take("x", "web", 80, null)!.Value;
            Assert.NotEqual(first, ports.Take("x", "web", 443, null));
        }

        await using var again = new LoopbackPorts(environment);
        await using var beside = new LoopbackPorts(environment);

        Assert.Equal(first, again.Take("x", "web", 80, null));
        Assert.NotEqual(first, beside.Take("x", "web", 80, null));
        Assert.InRange(first, 30000, 32767);
    }

    [Fact]
    public async Task Port_that_is_named_is_kept_and_stays_shut_when_another_program_has_it()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;
        await using var ports = new LoopbackPorts("named");

        Assert.Equal(port, ports.Take("x", "web", 80, port));
        Assert.Null(ports.Open("x", "web", port));
    }

    [Fact]
    public async Task Ports_of_a_service_close_except_those_it_keeps()
    {
        await using var ports = new LoopbackPorts($"close-{Guid.NewGuid():N}");
        var kept = ports.Take("x", "web", 80, null)!.Value;
        var closed = ports.Take("x", "web", 81, null)!.Value;
        var others = ports.Take("x", "other", 80, null)!.Value;

        await ports.CloseAsync("x", "web", new HashSet<int> { kept });

        Assert.True(IsOpen(kept) && IsOpen(others));
        Assert.False(IsOpen(closed));
    }

    private static bool IsOpen(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
