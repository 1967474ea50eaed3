using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tests.Snapshots;

/// <summary>Connections to a workload at 10.244.0.9: <c>PORT TLS HTTP ALPN,ALPN</c>, and which chain takes each.</summary>
public sealed class InboundCaseTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Cases", "inbound");

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in Directory.GetDirectories(Root).Order(StringComparer.Ordinal))
        {
            foreach (var item in Load(folder))
            {
                data.Add(Path.GetFileName(folder), (string)item!["name"]!);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Connections_of_a_case_take_the_expected_chains(string folder, string name)
    {
        var item = Load(Path.Combine(Root, folder)).Single(candidate => (string)candidate!["name"]! == name)!;
        var expected = item["connections"]!.AsObject().Select(pair => $"{pair.Key}: {pair.Value}");

        var chains = Compile(folder, item).InboundChains;

        Assert.Equal(expected, item["connections"]!.AsObject().Select(pair => $"{pair.Key}: {Text(chains.Decide(Parse(pair.Key)))}"));
    }

    [Fact]
    public void Proxy_without_certificates_treats_every_port_as_plaintext()
    {
        var chains = Compile("ingress", new JsonObject { ["labels"] = new JsonObject { ["app"] = "web" } }).InboundChains.WithoutIdentity;

        Assert.Equal("Taken 10.244.0.9_8080 inbound|8080||", Text(chains.Decide(Parse("8080 Plaintext None"))));
        Assert.Equal("Taken 0.0.0.0_8082 inbound|8082|| inbound|http|8082", Text(chains.Decide(Parse("8082 Plaintext Http1"))));
        Assert.Equal("Taken virtualInbound InboundPassthroughCluster", Text(chains.Decide(Parse("8083 Plaintext None"))));
    }

    private static ProxySnapshot Compile(string folder, JsonNode item)
    {
        var config = ConfigObjectReader.Read(File.ReadAllText(Path.Combine(Root, folder, "config.yaml")), "config.yaml");
        Assert.Empty(config.Diagnostics);
        var state = MeshState.Empty.With(config.Objects)
            .With(MeshSettings.Default with { TlsOnSidecarIngress = (bool?)item["tlsOnSidecarIngress"] ?? false });
        var proxy = new ProxyIdentity
        {
            Namespace = (string?)item["namespace"] ?? "shop",
            Address = IPAddress.Parse("10.244.0.9"),
            Labels = item["labels"]!.AsObject().ToFrozenDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal),
        };
        return new SnapshotCompiler().Compile(state, proxy, 1);
    }

    private static InboundConnection Parse(string text)
    {
        var words = text.Split(' ');
        return new InboundConnection(
            int.Parse(words[0], CultureInfo.InvariantCulture),
            Enum.Parse<PeerTls>(words[1]),
            words.Length > 3 ? [.. words[3].Split(',')] : [],
            Enum.Parse<HttpVersionKind>(words[2]));
    }

    private static string Text(InboundVerdict verdict) => string.Join(' ', new[]
    {
        verdict.Outcome.ToString(), verdict.Chain?.Name, verdict.Cluster, verdict.Cluster is null ? null : verdict.Chain?.VirtualHost,
    }.Where(part => part is not null));

    private static JsonArray Load(string folder) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "expect.json")))!.AsArray();
}
