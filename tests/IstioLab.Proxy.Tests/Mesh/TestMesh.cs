using System.Collections.Concurrent;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Tests.Mesh;

/// <summary>Pods with and without sidecars over a real pod network, configured with the YAML that a user writes.</summary>
internal sealed class TestMesh : IAsyncDisposable
{
    private readonly SnapshotCompiler _compiler = new();
    private readonly List<TestPod> _pods = [];
    private MeshState _state = MeshState.Empty;
    private long _version;
    private int _lastAddress = 1;

    private TestMesh(TimeProvider time)
    {
        Time = time;
        Network = new PodNetwork(new PodNetworkOptions { Random = new RandomSource(11) });
    }

    public TimeProvider Time { get; }

    public PodNetwork Network { get; }

    public PodHttpServer Server { get; } = new();

    public RandomSource Random { get; } = new(42);

    /// <summary>What DNS knows.</summary>
    public ConcurrentDictionary<string, IPAddress[]> Names { get; } = new();

    public static async Task<TestMesh> StartAsync(TimeProvider? time = null)
    {
        var mesh = new TestMesh(time ?? TimeProvider.System);
        await mesh.Server.StartAsync(TestContext.Current.CancellationToken);
        return mesh;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pod in _pods.ToArray())
            await pod.DisposeAsync();
        await Server.DisposeAsync();
        await Network.DisposeAsync();
    }

    /// <summary>Adds a pod that answers on port 8080 (or another) and belongs to the services whose selector its label <c>app</c> is.</summary>
    public async Task<TestPod> AddPodAsync(
        string name, string app, bool sidecar = true, string version = "v1", RequestDelegate? handler = null, int port = 8080, string? locality = null)
    {
        var address = IPAddress.Parse($"10.244.0.{++_lastAddress}");
        var pod = new TestPod(this, name, app, version, Network.Attach(address, name), port, locality);
        _pods.Add(pod);
        await pod.StartAsync(sidecar, handler);
        return pod;
    }

    public void Forget(TestPod pod) => _pods.Remove(pod);

    /// <summary>Applies objects and pushes a snapshot to every sidecar.</summary>
    public void Apply(string yaml)
    {
        var file = ConfigObjectReader.Read(yaml);
        Assert.Empty(file.Diagnostics);
        _state = _state.With(file.Objects);
        Push();
    }

    public void Remove(string kind, string name)
    {
        _state = _state.With([], _state.Objects.Select(item => item.Id).Where(id => id.Kind == kind && id.Name == name).ToArray());
        Push();
    }

    public void With(MeshSettings settings)
    {
        _state = _state.With(settings);
        Push();
    }

    /// <summary>Declares a service over the pods with a label <c>app</c>, and its endpoints.</summary>
    public void Service(string name, string address, int port = 80, string portName = "http", string? app = null, params TestPod[] pods)
    {
        app ??= name;
        if (pods.Length == 0)
            pods = [.. _pods.Where(pod => pod.App == app)];
        Apply(ServiceYaml.Write(name, address, port, portName, app, pods));
    }

    public void Push()
    {
        var version = ++_version;
        // As in a cluster, a new pod's sidecar has its snapshot, and with it open ports, before others learn of the pod.
        foreach (var pod in _pods.OrderBy(pod => pod.Sidecar?.Snapshot is not null).ToArray())
        {
            if (pod.Sidecar is { } sidecar)
                sidecar.Apply(_compiler.Compile(_state, pod.Identity, version));
        }
    }

    public ProxySnapshot Compile(TestPod pod) => Compile(pod.Identity);

    public ProxySnapshot Compile(ProxyIdentity proxy) => _compiler.Compile(_state, proxy, ++_version);
}
