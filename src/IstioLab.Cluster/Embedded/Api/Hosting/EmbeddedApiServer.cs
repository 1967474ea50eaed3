using System.Globalization;
using System.Net;
using IstioLab.Cluster.Embedded.Api.Admission;
using IstioLab.Cluster.Embedded.Api.Objects;
using IstioLab.Cluster.Embedded.Api.Rest;
using IstioLab.Cluster.Embedded.Api.Tables;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Cluster.Environments;
using IstioLab.Config.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Embedded.Api.Hosting;

/// <summary>
/// A Kubernetes API server in this process: TLS on a loopback port, a CA of its own, a private kubeconfig. Objects live as long as it runs.
/// </summary>
internal sealed class EmbeddedApiServer : IAsyncDisposable
{
    private const int Streams = 1000;
    private static readonly TimeSpan s_stopWithin = TimeSpan.FromMilliseconds(200);

    private readonly WebApplication _host;
    private readonly ClusterCertificates _certificates;
    private readonly CancellationTokenSource _stopping;
    private readonly TimeProvider _time;
    private int _disposed;

    private EmbeddedApiServer(
        WebApplication host, ClusterCertificates certificates, CancellationTokenSource stopping, TimeProvider time, ObjectApi api, ResourceRegistry registry, ObjectIdentity identity)
    {
        _host = host;
        _certificates = certificates;
        _stopping = stopping;
        _time = time;
        Objects = api;
        Registry = registry;
        Identity = identity;
    }

    /// <summary>The objects, as controllers read and write them.</summary>
    public IObjectApi Objects { get; }

    /// <summary>The resources that are served.</summary>
    public ResourceRegistry Registry { get; }

    /// <summary>Where uids and generated names come from.</summary>
    public ObjectIdentity Identity { get; }

    /// <summary>The server's address: <c>https://127.0.0.1:PORT</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The loopback port.</summary>
    public int Port { get; private set; }

    /// <summary>The kubeconfig of this cluster.</summary>
    public string KubeconfigPath { get; private set; } = "";

    /// <summary>The CA of this cluster as PEM (for <c>kube-root-ca.crt</c>).</summary>
    public string AuthorityPem => _certificates.AuthorityPem;

    /// <summary>Starts a server.</summary>
    /// <exception cref="IOException">The wanted port is in use.</exception>
    public static async Task<EmbeddedApiServer> StartAsync(EmbeddedApiServerOptions options, CancellationToken cancellationToken)
    {
        var certificates = ClusterCertificates.LoadOrCreate(options.Folder, options.Time);
        var portFile = Path.Combine(options.Folder, "port");
        var port = options.Port ?? EarlierPort(portFile);
        EmbeddedApiServer server;
        try
        {
            server = await ListenAsync(options, certificates, port, cancellationToken);
        }
        catch (IOException) when (options.Port is null && port != 0)
        {
            // Someone else took the earlier port meanwhile.
            server = await ListenAsync(options, certificates, 0, cancellationToken);
        }
        await ClusterBootstrap.CreateAsync((ObjectApi)server.Objects, server.Port, options.InstallIstio, cancellationToken);
        PrivateFiles.WriteText(portFile, server.Port.ToString(CultureInfo.InvariantCulture));
        server.KubeconfigPath = options.KubeconfigPath ?? Path.Combine(options.Folder, "kubeconfig");
        KubeconfigWriter.Write(server.KubeconfigPath, options.Name, server.Url, certificates);
        return server;
    }

    /// <summary>Ends open watches and streams, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stopping.CancelAsync();
        using var limit = new CancellationTokenSource(s_stopWithin, _time);
        try
        {
            await _host.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Connections that did not end in time were cut.
        }
        await _host.DisposeAsync();
        _certificates.Dispose();
        _stopping.Dispose();
    }

    private static async Task<EmbeddedApiServer> ListenAsync(
        EmbeddedApiServerOptions options, ClusterCertificates certificates, int port, CancellationToken cancellationToken)
    {
        var stopping = new CancellationTokenSource();
        var registry = new ResourceRegistry(BuiltInResources.From(SchemaCatalog.BuiltIn));
        var store = new ObjectStore(FirstVersion(options.Time));
        var identity = new ObjectIdentity(options.Seed);
        IAdmission[] admission =
        [
            new NamespaceLifecycle(store, registry),
            new PodAdmission(store, registry, identity),
            new ServiceAddresses(options.Seed),
            new CustomResourceAdmission(options.Time),
            .. options.Admission,
            new StoredOnlyWarning(options.ActiveIstioResources),
        ];
        var api = new ObjectApi(store, registry, admission, identity, options.Time);
        var address = "";
        var router = CreateRouter(options, certificates, store, registry, api, () => address, stopping.Token);
        var host = BuildHost(certificates, port);
        host.UseWebSockets();
        host.Run(router.HandleAsync);
        var server = new EmbeddedApiServer(host, certificates, stopping, options.Time, api, registry, identity);
        await host.StartAsync(cancellationToken);
        var url = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.Port = new Uri(url).Port;
        address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}");
        server.Url = $"https://{address}";
        return server;
    }

    private static ApiRouter CreateRouter(
        EmbeddedApiServerOptions options, ClusterCertificates certificates, ObjectStore store, ResourceRegistry registry, ObjectApi api, Func<string> address, CancellationToken stopping)
    {
        var authenticator = new Authenticator(certificates.Authority, certificates.AdminToken, options.Time);
        var tables = new TableWriter(options.Time);
        var objects = new ResourceHandler(api, new ListPages(store), new WatchHandler(store, tables, options.Time, stopping), tables);
        var subresources = new SubresourceHandler(
            api, objects, new ScaleHandler(api, objects, options.Time), new TokenHandler(authenticator, store, options.Time));
        return new ApiRouter(
            registry,
            authenticator,
            new InfoHandler(options.Version),
            new DiscoveryHandler(registry, address),
            new OpenApiHandler(registry, options.Version.GitVersion),
            objects,
            subresources,
            new PodStreamHandler(options.Streams, stopping),
            options.LoggerFactory.CreateLogger<EmbeddedApiServer>());
    }

    private static WebApplication BuildHost(ClusterCertificates certificates, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = Streams;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificates.Server;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    // A certificate of someone else is as good as none; each request is judged by itself.
                    https.ClientCertificateValidation = static (_, _, _) => true;
                });
            });
        });
        return builder.Build();
    }

    private static int EarlierPort(string file) =>
        int.TryParse(PrivateFiles.TryReadText(file), CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : 0;

    // Objects do not outlive the process, but clients do: versions of a later run must be larger than those of an earlier one.
    private static long FirstVersion(TimeProvider time) => Math.Max(1, (time.GetUtcNow().ToUnixTimeSeconds() - 1_700_000_000) * 10);
}
