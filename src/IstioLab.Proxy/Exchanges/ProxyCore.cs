using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;
using IstioLab.Proxy.Runtime;
using IstioLab.Proxy.Stats;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Proxy.Exchanges;

/// <summary>What sidecars and gateways have in common: snapshot, upstream clients, time, chance and telemetry.</summary>
internal sealed class ProxyCore : IAsyncDisposable
{
    private const string OldRelease = "1.17";

    private readonly Lock _applying = new();
    private readonly DnsRefresher? _dns;
    private RuntimeSnapshot? _runtime;
    private int _disposed;

    public ProxyCore(ProxyOptions options, string serverName)
    {
        Options = options;
        ServerName = serverName;
        SendsB3 = options.IstioVersion == OldRelease;
        Services = new RuntimeServices(options.Identity, new AddressBook(), options.Random, options.TimeProvider)
        {
            AlwaysEjectsOne = options.IstioVersion == OldRelease,
        };
        Upstream = new UpstreamClient(options.Pod, Services.Addresses, options.Tls);
        Recorder = new ExchangeRecorder(this);
        Mirrors = new MirrorSender(this);
        _dns = options.Resolver is { } resolver ? new DnsRefresher(resolver, options.TimeProvider, () => Runtime) : null;
    }

    public ProxyOptions Options { get; }

    public ProxyIdentity Identity => Options.Identity;

    public IPodInterface Pod => Options.Pod;

    public PodHttpServer Server => Options.Server;

    public TelemetryResource Resource => Options.Resource;

    public TimeProvider Time => Options.TimeProvider;

    public RandomSource Random => Options.Random;

    /// <summary>What this proxy calls itself in the header <c>server</c>.</summary>
    public string ServerName { get; }

    public bool SendsReasons => Options.SendReasons;

    /// <summary>Whether requests carry Zipkin's trace headers even when the caller sent none: Istio 1.17 traces to Zipkin by default.</summary>
    public bool SendsB3 { get; }

    public RuntimeServices Services { get; }

    public UpstreamClient Upstream { get; }

    public ExchangeRecorder Recorder { get; }

    public MirrorSender Mirrors { get; }

    public RequestCounters Counters { get; } = new();

    /// <summary>The snapshot in force; null until the first one.</summary>
    public RuntimeSnapshot? Runtime => Volatile.Read(ref _runtime);

    /// <summary>Puts a snapshot in force unless a newer one is. Requests that began keep theirs.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="inboundOnly">True for the inbound side, which has no clusters to run.</param>
    /// <returns>The version in force.</returns>
    public long Apply(ProxySnapshot snapshot, bool inboundOnly = false)
    {
        lock (_applying)
        {
            var previous = _runtime;
            if (previous is not null && previous.Snapshot.Version >= snapshot.Version)
                return previous.Snapshot.Version;
            var next = inboundOnly ? RuntimeSnapshot.WithoutClusters(snapshot) : RuntimeSnapshot.Create(snapshot, previous, Services);
            Volatile.Write(ref _runtime, next);
            if (previous is not null && !inboundOnly)
                next.RetireAddressesOf(previous, Services.Addresses);
            _dns?.Changed();
            return snapshot.Version;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await Mirrors.DisposeAsync();
        if (_dns is not null)
            await _dns.DisposeAsync();
        foreach (var cluster in Runtime?.Clusters ?? [])
            cluster.Outliers?.Dispose();
        Upstream.Dispose();
        Services.Addresses.RetireAll();
    }
}
