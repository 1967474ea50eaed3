using System.Net;
using System.Net.Sockets;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Api.Hosting;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Controllers.Deployments;
using IstioLab.Cluster.Embedded.Dns;
using IstioLab.Cluster.Embedded.Edge;
using IstioLab.Cluster.Embedded.Events;
using IstioLab.Cluster.Embedded.Kubelet;
using IstioLab.Cluster.Embedded.Mesh;
using IstioLab.Cluster.Embedded.Mesh.OwnServices;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Services;
using IstioLab.Proxy;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Network;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Embedded;

/// <summary>Everything of an embedded cluster behind its API: controllers, the node with its pods, the pod network and the mesh.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private readonly EmbeddedClusterOptions _options;
    private readonly IObjectApi _api;
    private readonly PodNetwork _network;
    private readonly PodHttpServer _http;
    private readonly Kubelet.Kubelet _kubelet;
    private readonly EventRecorder _events;
    private readonly IReadOnlyList<ControllerLoop> _controllers;
    private readonly ControllerLoop _slices;
    private readonly ControllerLoop _table;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly ILogger _logger;
    private readonly IReadOnlyCollection<string> _watched;
    private readonly ClusterDns _dns;
    private readonly OwnServiceController _ownServices;

    public ClusterNode(EmbeddedClusterOptions options, EmbeddedApiServer server, LoopbackPorts ports)
    {
        _options = options;
        _api = server.Objects;
        var time = options.TimeProvider;
        _logger = options.LoggerFactory.CreateLogger("IstioLab.Cluster");
        _events = new EventRecorder(_api, time, _logger);
        var random = new RandomSource((ulong)options.Seed);
        _network = new PodNetwork(new PodNetworkOptions
        {
            SocketFolder = options.Folder.SocketFolder,
            TimeProvider = time,
            Random = random,
            Outside = new OutsideDialer(time).DialAsync,
        });
        _http = new PodHttpServer(options.LoggerFactory);
        var resources = new RegistryCatalog(server.Registry);
        var table = new ServiceTable(_api);
        _network.UseServices(table);
        _watched = MeshResources.Watched(resources.All());
        Mesh = new MeshController(
            _api, _watched, IstioReleases.Settings(options.IstioVersion), _events, time, _logger);
        _dns = new ClusterDns(_api, new OutsideNames(options.OutsideNames, time), (ns, host) => Mesh.State.FindEntryAddress(ns, host));
        var proxies = new ProxyServices
        {
            Api = _api,
            Mesh = Mesh,
            Http = _http,
            Dns = _dns,
            Telemetry = options.Telemetry,
            Time = time,
            Random = random,
            IstioVersion = options.IstioVersion,
        };
        _ownServices = new OwnServiceController(_api, _network, _events, proxies);
        _slices = Loop(new EndpointSliceController(_api, time));
        _table = Loop(table);
        _kubelet = new Kubelet.Kubelet(new KubeletServices
        {
            Api = _api,
            Events = _events,
            Runtime = new ContainerRuntime(Images(proxies), time, random),
            Network = _network,
            Dns = _dns,
            Drain = new TrafficDrain(_api, table, _slices, _table, Mesh, time),
            Time = time,
            Logger = _logger,
            Grace = options.Grace,
        });
        Connector = new PodConnector(_kubelet);
        Publisher = new ServicePublisher(_api, _events, ports, _kubelet.Node, options.BalancesOwnPorts);
        _controllers =
        [
            Loop(new NamespaceController(_api, resources, server.AuthorityPem, mesh: true)),
            Loop(new DeploymentController(_api, _events, time)),
            Loop(new ReplicaSetController(_api, _events, time)),
            Loop(new Scheduler(_api, _events, time)),
            _slices,
            Loop(new EndpointsController(_api)),
            Loop(Publisher),
            Loop(new GarbageCollector(_api, resources)),
            Loop(new NodeController(_api, time, KubernetesVersion.Reference.GitVersion)),
            _table,
            Loop(_ownServices),
        ];
    }

    public MeshController Mesh { get; }

    /// <summary>Leads ports of this machine to services.</summary>
    public ServicePublisher Publisher { get; }

    public IPodConnector Connector { get; }

    /// <summary>A pod's place in the network; null while it has none.</summary>
    public IPodInterface? FindPod(string ns, string name) => _kubelet.Find(ns, name)?.Sandbox.Interface;

    /// <summary>Connects from a pod to a host, with the names and the capture that a program in the pod has.</summary>
    public async ValueTask<Stream> DialAsync(string ns, string pod, string host, int port, CancellationToken cancellationToken)
    {
        var place = FindPod(ns, pod) ?? throw new SocketException((int)SocketError.HostUnreachable);
        var addresses = await new PodResolver(_dns, ns).ResolveAsync(host, cancellationToken);
        if (addresses is not [var first, ..]) throw new SocketException((int)SocketError.HostNotFound);
        return (await place.DialAsync(new IPEndPoint(first, port), cancellationToken)).Stream;
    }

    /// <summary>Completes when services lead to the pods that are ready now, and the proxies have been given everything that is stored now.</summary>
    public async Task SettledAsync(CancellationToken cancellationToken)
    {
        await _slices.SettledAsync(cancellationToken);
        await _table.SettledAsync(cancellationToken);
        await Mesh.ReachedAsync(_api.LastChange(_watched), cancellationToken);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _http.StartAsync(cancellationToken);
        Run(_events.RunAsync);
        Run(Mesh.RunAsync);
        foreach (var controller in _controllers) Run(controller.RunAsync);
        Run(_kubelet.RunAsync);
        await SystemObjects.CreateAsync(_api, _options.IstioVersion, _options.DemoProfile, cancellationToken);
        if (_options.DemoProfile) await Publisher.UntilAsync(MeshResources.RootNamespace, "istio-ingressgateway", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ownServices.DisposeAsync();
        await _kubelet.DisposeAsync();
        await _network.DisposeAsync();
        await _http.DisposeAsync();
        _stop.Dispose();
    }

    private ControllerLoop Loop(IController controller) => new(controller, _api, _options.TimeProvider, _logger);

    private ImageCatalogue Images(ProxyServices proxies)
    {
        var catalogue = BuiltInImages.CreateCatalogue(_options.TimeProvider);
        MeshImages.AddTo(catalogue, _options.TimeProvider, proxies);
        return catalogue;
    }

    private void Run(Func<CancellationToken, Task> body) => _running.Add(Task.Run(async () =>
    {
        try
        {
            await body(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The cluster ends.
        }
#pragma warning disable CA1031 // A loop that breaks must show in the log; the others go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _logger.LogCritical(failure, "A part of the cluster ended unexpectedly");
        }
    }));
}
