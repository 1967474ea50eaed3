using IstioLab.Proxy.Tests.Mesh;
using Microsoft.Extensions.Time.Testing;

namespace IstioLab.Proxy.Tests.Sidecars;

public sealed class DnsTests
{
    private const string Entry = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: outside, namespace: shop }
        spec:
          hosts: [api.example]
          location: MESH_EXTERNAL
          resolution: DNS
          ports: [{ number: 8080, name: http, protocol: HTTP }]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_are_resolved_with_the_snapshot_and_again_later()
    {
        var time = new FakeTimeProvider();
        await using var mesh = await TestMesh.StartAsync(time);
        var client = await mesh.AddPodAsync("client", "client");
        var first = await mesh.AddPodAsync("first", "first", sidecar: false);
        var second = await mesh.AddPodAsync("second", "second", sidecar: false);
        mesh.Names["api.example"] = [first.Address];
        mesh.Apply(Entry);

        await AnswersAsync(client, "first");
        mesh.Names["api.example"] = [second.Address];
        time.Advance(TimeSpan.FromSeconds(6));

        await AnswersAsync(client, "second");
    }

    [Fact]
    public async Task Unknown_name_has_no_healthy_upstream()
    {
        await using var mesh = await TestMesh.StartAsync();
        var client = await mesh.AddPodAsync("client", "client");
        mesh.Apply(Entry);

        using var response = await client.Client.GetAsync("http://10.9.9.9:8080/", "api.example", Token);

        Assert.Equal("no healthy upstream", await response.Content.ReadAsStringAsync(Token));
    }

    /// <summary>The refresh runs beside the requests, so the answer may take some.</summary>
    private static async Task AnswersAsync(TestPod client, string expected)
    {
        for (var tries = 0; tries < 2000; tries++)
        {
            if (await client.Client.GetStringAsync("http://10.9.9.9:8080/", "api.example", Token) == expected)
                return;
        }
        Assert.Fail($"'{expected}' did not answer.");
    }
}
