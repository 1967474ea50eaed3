using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Tests.Embedded.Clusters;

namespace IstioLab.Cluster.Tests.Embedded.Edge;

/// <summary>What a client outside of the mesh sees of a gateway, and what its access log says, case by case of Envoy's table.</summary>
public sealed class GatewayAnswerTests(EdgeTown town) : IClassFixture<EdgeTown>
{
    public static TheoryData<string> Cases =>
        new(Directory.GetDirectories(GatewayAnswerCase.Folder).Select(folder => Path.GetFileName(folder)!).Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Answer_is_what_envoy_gives(string name)
    {
        var (expected, objects) = GatewayAnswerCase.Read(name);
        await using var plain = new OutsideServer();
        await using var silent = new OutsideServer(behaviour: OutsideBehaviour.Silent);
        await using var closing = new OutsideServer(behaviour: OutsideBehaviour.Closes);
        await town.ApplyAsync(objects
            .Replace("${PLAIN}", Text(plain.Port), StringComparison.Ordinal)
            .Replace("${SILENT}", Text(silent.Port), StringComparison.Ordinal)
            .Replace("${CLOSING}", Text(closing.Port), StringComparison.Ordinal)
            .Replace("${CLOSED}", Text(ClosedPort()), StringComparison.Ordinal));
        using var client = town.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{expected.Host}{expected.Path}")
        {
            Version = Version.Parse(expected.Version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { { "user-agent", name } },
        };

        using var answer = await client.SendAsync(request, ClusterFixture.Token);

        Assert.Equal((expected.Status, expected.Body), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ClusterFixture.Token)));
        Assert.Equal("istio-envoy", answer.Headers.Server.ToString());
        Assert.Equal(expected.Location, answer.Headers.Location?.OriginalString);
        if (expected.ContentType is not null) Assert.Equal(expected.ContentType, answer.Content.Headers.ContentType?.ToString());
        foreach (var (header, value) in expected.ResponseHeaders) Assert.Equal(value, string.Join(',', answer.Headers.GetValues(header)));
        var line = await town.UntilLoggedAsync(text => text.Contains($"\"{name}\"", StringComparison.Ordinal));
        Assert.Contains($"\"GET {expected.Path} HTTP/{expected.Version}\" {expected.Status} {expected.Flags} ", line, StringComparison.Ordinal);
        if (expected.Details is not null) Assert.Contains($" {expected.Flags} {expected.Details} - ", line, StringComparison.Ordinal);
        if (expected.Cluster is not null) Assert.Contains($" {expected.Cluster} ", line, StringComparison.Ordinal);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static int ClosedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
