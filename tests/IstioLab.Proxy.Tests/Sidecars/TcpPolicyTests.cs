using System.Net;
using System.Text;
using IstioLab.Proxy.Tests.Mesh;

namespace IstioLab.Proxy.Tests.Sidecars;

/// <summary>Traffic policies where there is no HTTP.</summary>
public sealed class TcpPolicyTests
{
    private static readonly IPEndPoint Service = IPEndPoint.Parse("10.96.0.1:9000");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_beyond_the_limit_is_closed()
    {
        await using var town = await StartAsync("connectionPool: { tcp: { maxConnections: 1 } }", "one");
        await using var first = await town.Client.Network.DialAsync(Service, Token);
        Assert.Equal("one", await ReadAsync(first.Stream));

        await using (var second = await town.Client.Network.DialAsync(Service, Token))
        {
            Assert.Equal("", await ReadAsync(second.Stream));
        }

        await Wait.ForAsync(() => town.Client.Records.Count == 1);
        var refused = Assert.Single(town.Client.Records);
        Assert.Equal(("UO", "outbound|9000||server.shop.svc.cluster.local"), (refused.ResponseFlags, refused.UpstreamCluster));
        await first.DisposeAsync();
        await Wait.ForAsync(() => town.Client.Records.Count == 2);
        await using var third = await town.Client.Network.DialAsync(Service, Token);
        Assert.Equal("one", await ReadAsync(third.Stream));
    }

    [Fact]
    public async Task Endpoint_that_refuses_connections_is_ejected()
    {
        await using var town = await StartAsync("outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 100 }", "one", "");

        for (var i = 0; i < 40; i++)
        {
            await using var connection = await town.Client.Network.DialAsync(Service, Token);
            await ReadAsync(connection.Stream);
        }

        await Wait.ForAsync(() => town.Client.Records.Count == 40);
        Assert.Single(town.Client.Records, record => record.ResponseFlags == "UF");
    }

    [Fact]
    public async Task Hash_of_the_source_address_keeps_a_client_on_one_endpoint()
    {
        await using var town = await StartAsync("loadBalancer: { consistentHash: { useSourceIp: true } }", "one", "two", "three");
        HashSet<string> answered = [];

        for (var i = 0; i < 20; i++)
        {
            await using var connection = await town.Client.Network.DialAsync(Service, Token);
            answered.Add(await ReadAsync(connection.Stream));
        }

        Assert.Single(answered);
    }

    [Fact]
    public async Task Tcp_rule_splits_connections_by_weight()
    {
        await using var town = await StartAsync("connectionPool: { tcp: { maxConnections: 9 } }", "one");
        await town.AddServerAsync("other", "two");
        town.Mesh.Service("other", "10.96.0.2", port: 9000, portName: "tcp");
        town.Mesh.Apply("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: { name: rules, namespace: shop }
            spec:
              hosts: [server]
              tcp:
              - match: [{ port: 9000 }]
                route:
                - { destination: { host: server }, weight: 50 }
                - { destination: { host: other }, weight: 50 }
            """);
        List<string> answered = [];

        for (var i = 0; i < 40; i++)
        {
            await using var connection = await town.Client.Network.DialAsync(Service, Token);
            answered.Add(await ReadAsync(connection.Stream));
        }

        Assert.InRange(answered.Count(answer => answer == "one"), 5, 35);
        Assert.InRange(answered.Count(answer => answer == "two"), 5, 35);
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        var buffer = new byte[16];
        try
        {
            return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Token));
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException)
        {
            return "";
        }
    }

    /// <summary>Servers that say their name to whoever connects; one without a name does not listen.</summary>
    private static async Task<TcpTown> StartAsync(string policy, params string[] servers)
    {
        var town = new TcpTown(await TestMesh.StartAsync());
        await town.AddAsync(servers);
        town.Mesh.Service("server", "10.96.0.1", port: 9000, portName: "tcp");
        town.Mesh.Apply($$"""
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: { name: rules, namespace: shop }
            spec:
              host: server
              trafficPolicy: { {{policy}} }
            """);
        return town;
    }
}
