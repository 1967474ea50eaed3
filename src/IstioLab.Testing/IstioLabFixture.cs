using System.Collections.Concurrent;
using System.Globalization;
using IstioLab.Cluster.Embedded;
using IstioLab.Cluster.Environments;
using IstioLab.Config.Injection;
using IstioLab.Config.Yaml;
using IstioLab.Labs.Api;
using IstioLab.Labs.Manifests;
using IstioLab.Proxy.Telemetry;

namespace IstioLab.Testing;

/// <summary>
/// A Kubernetes cluster with Istio for one test, in the test's own process. It needs no Docker, no images and no network; any number run
/// side by side. Disposing ends it and removes what it wrote.
/// </summary>
public sealed class IstioLabFixture : IAsyncDisposable
{
    private readonly IstioLabOptions _options;
    private readonly string _home;
    private readonly EmbeddedCluster _cluster;
    private readonly ExchangeLog _log;
    private readonly KubeApi _api;
    private readonly Rollout _rollout;
    private readonly ConcurrentBag<HttpClient> _clients = [];
    private int _requests;
    private int _joined;
    private int _disposed;

    private IstioLabFixture(IstioLabOptions options, string home, EmbeddedCluster cluster, ExchangeLog log)
    {
        _options = options;
        _home = home;
        _cluster = cluster;
        _log = log;
        _api = KubeApi.Open(cluster.KubeconfigPath);
        _rollout = new Rollout(_api, options.ReadyTimeout, options.TimeProvider);
    }

    /// <summary>The kubeconfig of the cluster, for KubernetesClient or kubectl.</summary>
    public string KubeconfigPath => _cluster.KubeconfigPath;

    /// <summary>The newest records of the proxies, up to 20,000; a request's record is there shortly after its answer.</summary>
    public IReadOnlyList<ExchangeRecord> Exchanges => _log.All;

    /// <summary>Starts a lab, and waits until Istio's control plane and gateways are ready.</summary>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The temporary folder cannot be written.</exception>
    /// <exception cref="IstioLabException">Istio did not become ready in time.</exception>
    public static async Task<IstioLabFixture> StartAsync(IstioLabOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new IstioLabOptions();
        var home = Directory.CreateTempSubdirectory("istiolab-").FullName;
        var log = new ExchangeLog();
        var cluster = new EmbeddedCluster(new EmbeddedClusterOptions
        {
            Folder = new LabHome(home).Open("test"),
            IstioVersion = options.IstioVersion,
            Seed = options.Seed,
            TimeProvider = options.TimeProvider,
            Telemetry = log,
        });
        IstioLabFixture? lab = null;
        try
        {
            await cluster.StartAsync(cancellationToken);
            lab = new IstioLabFixture(options, home, cluster, log);
            await lab._rollout.WaitAsync("istio-system", cancellationToken);
            return lab;
        }
        catch
        {
            lab?._api.Dispose();
            await cluster.DisposeAsync();
            Directory.Delete(home, recursive: true);
            throw;
        }
    }

    /// <summary>Applies objects, and waits until their pods are ready and every proxy obeys them.</summary>
    /// <param name="pathOrYaml">The path of a file or folder, or YAML with one or more documents.</param>
    /// <param name="cancellationToken">Ends it; what is applied stays.</param>
    /// <exception cref="IstioLabException">The input cannot be read, the API refused an object, or pods did not become ready.</exception>
    public Task ApplyAsync(string pathOrYaml, CancellationToken cancellationToken = default) => ApplyAsync(pathOrYaml, null, cancellationToken);

    /// <summary>Applies objects with sidecars in their pod templates, as <c>istioctl kube-inject</c> does, and waits as <see cref="ApplyAsync(string, CancellationToken)"/>.</summary>
    /// <param name="pathOrYaml">The path of a file or folder, or YAML with one or more documents.</param>
    /// <param name="cancellationToken">Ends it; what is applied stays.</param>
    /// <exception cref="IstioLabException">The input cannot be read, the API refused an object, or pods did not become ready.</exception>
    public Task InjectAsync(string pathOrYaml, CancellationToken cancellationToken = default) =>
        ApplyAsync(pathOrYaml, _cluster.Injection, cancellationToken);

    /// <summary>
    /// Brings a server of this machine into the mesh, with a sidecar of its own: Services and subsets select it by its labels, and what it
    /// asks for by the proxy takes the mesh's routes. A WorkloadEntry of that name is what does it.
    /// </summary>
    /// <param name="workload">Its name in the mesh, as <c>[NAMESPACE/]NAME</c>.</param>
    /// <param name="port">The loopback port that it listens on, 1 to 65535.</param>
    /// <param name="labels">Its labels, such as <c>app</c> and <c>version</c>.</param>
    /// <param name="cancellationToken">Ends the wait; the entry stays.</param>
    /// <returns>The URL of its HTTP proxy, for <c>HTTP_PROXY</c> or <see cref="SocketsHttpHandler.Proxy"/>.</returns>
    /// <exception cref="IstioLabException">The API refused the entry, or there was no proxy in time.</exception>
    public async Task<Uri> JoinAsync(string workload, int port, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        ArgumentNullException.ThrowIfNull(labels);
        var name = WorkloadName.Parse(workload, _options.Namespace);
        var proxy = await OwnProcess.JoinAsync(_api, OwnProcess.Entry(name, port, labels, Interlocked.Increment(ref _joined)), name, _options, cancellationToken);
        await _cluster.SettledAsync(cancellationToken);
        return proxy;
    }

    /// <summary>
    /// A client whose connections leave from a pod: names resolve as in the pod, and its sidecar routes when it has one. As curl does, each
    /// request has a connection of its own. It is the lab's: it ends with it.
    /// </summary>
    /// <param name="workload">A Deployment or pod, as <c>[NAMESPACE/]NAME</c>.</param>
    public HttpClient ClientOf(string workload)
    {
        var dialer = new PodDialer(_cluster, _api, WorkloadName.Parse(workload, _options.Namespace));
        var client = new HttpClient(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = async (context, cancellation) =>
                await dialer.DialAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation),
        });
        _clients.Add(client);
        return client;
    }

    /// <summary>Sends GET requests one after another, each with an <c>x-request-id</c> of its own.</summary>
    /// <param name="workload">Where from: a Deployment or pod, as <c>[NAMESPACE/]NAME</c>.</param>
    /// <param name="url">The URL, such as <c>http://apps-svc-all/</c>.</param>
    /// <param name="count">How many, from 1.</param>
    /// <param name="headers">More headers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">There is no such workload, or the request got no answer.</exception>
    public async Task<LabAnswers> SendAsync(
        string workload,
        string url,
        int count = 1,
        IReadOnlyDictionary<string, string>? headers = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var client = ClientOf(workload);
        List<LabAnswer> answers = [];
        for (var sent = 0; sent < count; sent++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            foreach (var header in headers ?? new Dictionary<string, string>()) request.Headers.TryAddWithoutValidation(header.Key, header.Value);
            var id = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _requests):x8}-0000-4000-8000-000000000000");
            request.Headers.TryAddWithoutValidation("x-request-id", id);
            using var response = await client.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            answers.Add(new LabAnswer((int)response.StatusCode, body, id, _log, _options.TimeProvider));
        }

        return new LabAnswers($"'{workload}' to '{url}'", answers);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        foreach (var client in _clients) client.Dispose();
        _api.Dispose();
        await _cluster.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private async Task ApplyAsync(string pathOrYaml, InjectionOptions? injection, CancellationToken cancellationToken)
    {
        var objects = LabInput.Read(pathOrYaml, _options.Namespace, injection);
        try
        {
            var applier = new ManifestApplier(_api);
            foreach (var item in objects)
            {
                await applier.ApplyAsync(YamlJson.ToJson(item.Root)!.AsObject(), _options.Namespace, cancellationToken);
            }

            await _rollout.WaitAsync(objects, cancellationToken);
            await _cluster.SettledAsync(cancellationToken);
        }
        catch (KubeApiException refused)
        {
            throw new IstioLabException(refused.Message, refused);
        }
    }
}
