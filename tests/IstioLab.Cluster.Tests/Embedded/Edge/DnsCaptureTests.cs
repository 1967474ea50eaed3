using System.Text;
using IstioLab.Cluster.Tests.Embedded.Clusters;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

/// <summary>Two TCP entries of one port without addresses, which only addresses of their own tell apart.</summary>
public sealed class DnsCaptureTests(EdgeTown town) : IClassFixture<EdgeTown>
{
    private static CancellationToken Token => ClusterFixture.Token;

    [Fact]
    public async Task Entries_without_addresses_have_listeners_of_their_own_with_dns_capture()
    {
        await using var first = new OutsideServer();
        await using var second = new OutsideServer();
        await town.ApplyAsync("""
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: istio, namespace: istio-system }
            data:
              mesh: |
                defaultConfig:
                  proxyMetadata:
                    ISTIO_META_DNS_CAPTURE: "true"
            """);
        await town.ApplyAsync(Entry("first", first.Port));
        await town.ApplyAsync(Entry("second", second.Port));

        await GetAsync("first.invalid");
        await GetAsync("second.invalid");

        Assert.Contains("Host: first.invalid\r\n", Assert.Single(first.Requests), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Host: second.invalid\r\n", Assert.Single(second.Requests), StringComparison.OrdinalIgnoreCase);
    }

    private static string Entry(string name, int port) => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: {{name}}, namespace: default }
        spec:
          hosts: [{{name}}.invalid]
          ports: [{number: 9000, name: tcp, protocol: TCP, targetPort: {{port}} }]
          resolution: STATIC
          endpoints: [{address: 192.168.65.254}]
        """;

    private async Task GetAsync(string host)
    {
        await using var stream = await town.Cluster.Cluster.DialAsync("default", "web", host, 9000, Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), Token);
        Assert.NotEmpty(await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync(Token));
    }
}
