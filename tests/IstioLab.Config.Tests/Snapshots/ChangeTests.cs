using System.Collections.Frozen;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tests.Snapshots;

/// <summary>A compiler that goes from change to change says what one says that sees the mesh for the first time.</summary>
public sealed class ChangeTests
{
    private const int Steps = 60;

    private static readonly ProxyIdentity[] Clients =
    [
        new() { Namespace = "shop", PodName = "a-1", Address = IPAddress.Parse("10.244.0.1"), Labels = new Dictionary<string, string> { ["app"] = "a" }.ToFrozenDictionary() },
        new() { Namespace = "shop", Labels = new Dictionary<string, string> { ["app"] = "b" }.ToFrozenDictionary(), HttpProxyPort = 15002 },
        new() { Namespace = "back" },
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Changes_leave_nothing_of_the_mesh_before_them(int seed)
    {
        var mesh = new ChangingMesh(new Random(seed));
        var compiler = new SnapshotCompiler();
        var state = MeshState.Empty.With(ConfigObjectReader.Read(ChangingMesh.Services).Objects);
        for (var step = 0; step < Steps; step++)
        {
            state = mesh.Change(state);
            foreach (var client in Clients)
            {
                var fresh = new SnapshotCompiler().Compile(MeshState.Empty.With(state.Objects), client, step);
                Assert.Equal(SnapshotText.Write(fresh), SnapshotText.Write(compiler.Compile(state, client, step)));
            }
        }
    }

    [Theory]
    [InlineData("http: [{ redirect: { uri: /x, redirectCode: 999 } }]", "http: [{ redirect: { uri: /x, redirectCode: 302 } }]")]
    [InlineData("http: [{ match: [{ port: 9000 }], route: [{ destination: { host: a } }] }]", "http: [{ route: [{ destination: { host: a } }] }]")]
    [InlineData("http: [{ match: [{ gateways: [shop/edge] }], route: [{ destination: { host: a } }] }]", "http: [{ route: [{ destination: { host: a } }] }]")]
    [InlineData("http: [{ match: [{ sourceLabels: { app: b } }], route: [{ destination: { host: a } }] }]", "http: [{ route: [{ destination: { host: a } }] }]")]
    [InlineData("tcp: [{ route: [{ destination: { host: a } }] }]\n  http: [{ route: [{ destination: { host: a } }] }]", "tcp: [{ route: [{ destination: { host: b } }] }]\n  http: [{ route: [{ destination: { host: a } }] }]")]
    [InlineData("http: [{ route: [{ destination: { host: a } }] }]", "http: [{ route: [{ destination: { host: nowhere.example } }] }]")]
    [InlineData("exportTo: ['.']\n  http: [{ route: [{ destination: { host: a } }] }]", "http: [{ route: [{ destination: { host: a } }] }]")]
    public void Either_of_two_VirtualServices_follows_the_other(string first, string second)
    {
        foreach (var (before, after) in new[] { (first, second), (second, first) })
        {
            foreach (var client in Clients)
            {
                var compiler = new SnapshotCompiler();
                var state = MeshState.Empty.With(ConfigObjectReader.Read(ChangingMesh.Services + ChangingMesh.Rule("a", before)).Objects);
                compiler.Compile(state, client, 1);
                state = state.With(ConfigObjectReader.Read(ChangingMesh.Rule("a", after)).Objects);

                var fresh = new SnapshotCompiler().Compile(MeshState.Empty.With(state.Objects), client, 2);
                Assert.Equal(SnapshotText.Write(fresh), SnapshotText.Write(compiler.Compile(state, client, 2)));
            }
        }
    }

    [Fact]
    public void Other_weights_replace_the_routes_of_their_host_and_nothing_else()
    {
        var compiler = new SnapshotCompiler();
        var state = MeshState.Empty.With(ConfigObjectReader.Read(
            ChangingMesh.Services + ChangingMesh.Split("a", 90) + ChangingMesh.Split("b", 90)).Objects);
        var before = compiler.Compile(state, Clients[0], 1);

        var after = compiler.Compile(state.With(ConfigObjectReader.Read(ChangingMesh.Split("a", 50)).Objects), Clients[0], 2);

        Assert.Same(before.Clusters, after.Clusters);
        Assert.Equal(before.Listeners, after.Listeners);
        foreach (var port in new[] { "80", "9000" })
        {
            var changed = before.Routes[port].VirtualHosts.Zip(after.Routes[port].VirtualHosts)
                .Where(pair => !ReferenceEquals(pair.First, pair.Second)).Select(pair => pair.Second.Name);
            Assert.Equal([$"a.shop.svc.cluster.local:{port}"], changed);
        }
    }
}
