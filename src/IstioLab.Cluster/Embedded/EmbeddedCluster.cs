using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Api.Hosting;
using IstioLab.Cluster.Embedded.Edge;
using IstioLab.Cluster.Embedded.Mesh;
using IstioLab.Cluster.Embedded.Streaming;
using IstioLab.Cluster.Providers;
using IstioLab.Config.Injection;

namespace IstioLab.Cluster.Embedded;

/// <summary>
/// A Kubernetes cluster inside this process: API server, controllers, kubelet, pod network and mesh. It needs no Docker, no images and
/// no network, and any number of them run side by side; its objects live as long as it does.
/// </summary>
public sealed class EmbeddedCluster : ICluster
{
    private readonly EmbeddedClusterOptions _options;
    private EmbeddedApiServer? _server;
    private ClusterNode? _node;
    private LoopbackPorts? _ports;

    /// <summary>A cluster that is not started yet.</summary>
    public EmbeddedCluster(EmbeddedClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <inheritdoc/>
    public string Kind => "embedded";

    /// <inheritdoc/>
    public string KubeconfigPath => _server?.KubeconfigPath ?? _options.Folder.KubeconfigPath;

    /// <inheritdoc/>
    public string IstioVersion => _options.IstioVersion;

    /// <inheritdoc/>
    public event Action? GatewaysChanged;

    /// <inheritdoc/>
    public IReadOnlyList<ClusterGateway> Gateways => _node?.Publisher.Gateways ?? [];

    /// <summary>How sidecars of this cluster's release are injected.</summary>
    public InjectionOptions Injection => IstioReleases.Injection(_options.IstioVersion);

    /// <summary>The address of the API server.</summary>
    /// <exception cref="InvalidOperationException">The cluster is not started.</exception>
    public Uri ApiEndpoint => new(Server.Url);

    /// <summary>How many proxies are connected to the control plane.</summary>
    public int ProxyCount => _node?.Mesh.Proxies.Length ?? 0;

    /// <summary>The objects, without the way over HTTP.</summary>
    internal IObjectApi Api => Server.Objects;

    /// <summary>Controllers, pods and mesh.</summary>
    internal ClusterNode Node => _node ?? throw new InvalidOperationException("The embedded cluster is not started. Call 'StartAsync' first.");

    private EmbeddedApiServer Server =>
        _server ?? throw new InvalidOperationException("The embedded cluster is not started. Call 'StartAsync' first.");

    /// <summary>Makes a cluster and starts it.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task<EmbeddedCluster> StartAsync(EmbeddedClusterOptions options, CancellationToken cancellationToken)
    {
        var cluster = new EmbeddedCluster(options);
        try
        {
            await cluster.StartAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_server is not null) throw new InvalidOperationException("The embedded cluster is started already.");
        _options.Folder.Create();
        StreamRouter? streams = null;
        _ports = new LoopbackPorts(_options.Folder.Name);
        var version = IstioReleases.Validation(_options.IstioVersion);
        _server = await EmbeddedApiServer.StartAsync(new EmbeddedApiServerOptions
        {
            Name = _options.Folder.Name,
            Folder = _options.Folder.Folder,
            KubeconfigPath = _options.Folder.KubeconfigPath,
            Time = _options.TimeProvider,
            Seed = _options.Seed,
            NodePorts = _ports,
            LoggerFactory = _options.LoggerFactory,
            Admission =
            [
                new SidecarInjectionAdmission(() => Server.Objects, Injection),
                new IstioValidationAdmission(version),
            ],
            Streams = (http, resource, ns, name, subresource, stop) =>
                streams?.HandleAsync(http, resource, ns, name, subresource, stop) ?? throw NotReady(),
        }, cancellationToken);
        _node = new ClusterNode(_options, _server, _ports);
        _node.Publisher.GatewaysChanged += () => GatewaysChanged?.Invoke();
        streams = new StreamRouter(_server.Objects, new PodStreaming(_server.Objects, _node.Connector, _options.TimeProvider));
        await _node.StartAsync(cancellationToken);
    }

    /// <summary>
    /// Connects from a pod, as a program in it does: the pod's search domains apply, and its sidecar takes the connection when there is one.
    /// </summary>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="host">A service as the pod names it, or an address.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="System.Net.Sockets.SocketException">
    /// The pod is gone (<c>HostUnreachable</c>), the name does not resolve (<c>HostNotFound</c>), or nobody listens (<c>ConnectionRefused</c>).
    /// </exception>
    /// <exception cref="InvalidOperationException">The cluster is not started.</exception>
    public ValueTask<Stream> DialAsync(string ns, string pod, string host, int port, CancellationToken cancellationToken) =>
        Node.DialAsync(ns, pod, host, port, cancellationToken);

    /// <summary>
    /// Completes when services lead to the pods that are ready now, and every connected proxy has been given what is stored now: the next
    /// request obeys it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The cluster is not started.</exception>
    public Task SettledAsync(CancellationToken cancellationToken) => Node.SettledAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    /// <summary>Ends every pod, closes the API's port and leaves CA, port and kubeconfig for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _node, null) is { } node) await node.DisposeAsync();
        if (Interlocked.Exchange(ref _ports, null) is { } ports) await ports.DisposeAsync();
        if (Interlocked.Exchange(ref _server, null) is { } server) await server.DisposeAsync();
    }

    private static ApiException NotReady() => new(new ApiStatus(503, "ServiceUnavailable", "The cluster is starting. Try again in a moment."));
}
