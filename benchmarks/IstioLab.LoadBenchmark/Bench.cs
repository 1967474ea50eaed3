using System.Collections.Frozen;
using System.Net;
using System.Text;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;
using IstioLab.Proxy.Sidecars;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.LoadBenchmark;

/// <summary>One application, reached directly, through two hops of plain YARP, and through two sidecars with and without reports.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private static readonly byte[] Body = Encoding.ASCII.GetBytes(new string('x', 1024));
    private static readonly IPAddress ServerAddress = IPAddress.Parse("10.244.0.2");

    private readonly PodNetwork _network = new(new PodNetworkOptions());
    private readonly PodHttpServer _server = new();
    private readonly SnapshotCompiler _compiler = new();
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly MeshState _state = MeshState.Empty.With(ConfigObjectReader.Read(MeshYaml.Text).Objects);

    public List<(string Name, LoadTarget Target)> Targets { get; } = [];

    public static async Task<Bench> StartAsync()
    {
        var bench = new Bench();
        await bench._server.StartAsync(CancellationToken.None);
        await bench.BuildAsync();
        return bench;
    }

    public async Task WarmUpAsync(TimeSpan duration)
    {
        foreach (var (_, target) in Targets)
            await LoadGenerator.RunAsync(target, 16, duration);
    }

    /// <summary>Adds sidecars without traffic and looks at the process's memory.</summary>
    public async Task MeasureSidecarMemoryAsync()
    {
        const int Count = 200;
        var before = Memory();
        for (var i = 0; i < Count; i++)
            await AddSidecarAsync($"idle-{i}", IPAddress.Parse($"10.244.{1 + (i / 200)}.{1 + (i % 200)}"), telemetry: null, log: false);
        Console.WriteLine();
        Console.WriteLine($"managed memory per idle sidecar: {(Memory() - before) / Count / 1024.0:0} KiB, threads {System.Diagnostics.Process.GetCurrentProcess().Threads.Count}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
            await owned.DisposeAsync();
        await _server.DisposeAsync();
        await _network.DisposeAsync();
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private async Task BuildAsync()
    {
        var server = await AddSidecarAsync("server", ServerAddress, telemetry: null, log: false);
        _owned.Add(_server.Serve(server.Listen(8080), async context =>
        {
            context.Response.ContentLength = Body.Length;
            await context.Response.Body.WriteAsync(Body, context.RequestAborted);
        }));

        var plain = _network.Attach(IPAddress.Parse("10.244.0.3"), "plain");
        var app = _network.Attach(IPAddress.Parse("10.244.0.4"), "app");
        _owned.Add(_server.Serve(app.Listen(8080), async context =>
        {
            context.Response.ContentLength = Body.Length;
            await context.Response.Body.WriteAsync(Body, context.RequestAborted);
        }));
        Targets.Add(("direct", new LoadTarget(plain, new IPEndPoint(app.Address, 8080), "app")));

        _owned.Add(new YarpHop(_server, app, 9002, "http://10.244.0.4:8080"));
        _owned.Add(new YarpHop(_server, plain, 9001, "http://10.244.0.4:9002"));
        Targets.Add(("YARP pair", new LoadTarget(plain, new IPEndPoint(plain.Address, 9001), "app")));

        var service = IPEndPoint.Parse("10.96.0.1:80");
        var quiet = await AddSidecarAsync("quiet", IPAddress.Parse("10.244.0.5"), telemetry: null, log: false);
        Targets.Add(("sidecar pair", new LoadTarget(quiet, service, "server")));
        var reporting = await AddSidecarAsync("reporting", IPAddress.Parse("10.244.0.6"), new DroppingWriter(), log: true);
        Targets.Add(("sidecar pair + log", new LoadTarget(reporting, service, "server")));
        var splitting = await AddSidecarAsync("splitting", IPAddress.Parse("10.244.0.7"), telemetry: null, log: false);
        Targets.Add(("sidecar pair, 90/10", new LoadTarget(splitting, service, "split")));
    }

    private async Task<IPodInterface> AddSidecarAsync(string name, IPAddress address, ITelemetryWriter? telemetry, bool log)
    {
        var identity = new ProxyIdentity
        {
            Namespace = "shop",
            PodName = name,
            Address = address,
            Labels = FrozenDictionary.ToFrozenDictionary(new Dictionary<string, string> { ["app"] = name }),
        };
        var pod = _network.Attach(address, name);
        var sidecar = new SidecarProxy(new ProxyOptions
        {
            Identity = identity,
            Pod = pod,
            Server = _server,
            Resource = TelemetryResource.Of(identity),
            Random = new RandomSource(1),
            Telemetry = telemetry,
            AccessLog = log ? static line => { } : null,
        });
        _owned.Add(sidecar);
        await sidecar.StartAsync();
        sidecar.Apply(_compiler.Compile(_state, identity, 1));
        return pod;
    }
}
