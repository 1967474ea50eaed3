using System.Globalization;
using System.Net;
using IstioLab.Cluster.Embedded.Api.Rest;
using IstioLab.Cluster.Embedded.Api.Tables;
using IstioLab.Cluster.Environments;
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
        WebApplication host, ClusterCertificates certificates, CancellationTokenSource stopping, TimeProvider time, ServerState state)
    {
        _host = host;
        _certificates = certificates;
        _stopping = stopping;
        _time = time;
        Objects = state.Api;
        Registry = state.Registry;
        Identity = state.Identity;
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
        // Both take some ten milliseconds of pure computing; on two cores they need half the time.
        var making = Task.Run(() => ServerState.Create(options), cancellationToken);
        var certificates = ClusterCertificates.LoadOrCreate(options.Folder, options.Time);
        var state = await making;
        var portFile = Path.Combine(options.Folder, "port");
        var port = options.Port ?? EarlierPort(portFile);
        EmbeddedApiServer server;
        try
        {
            server = await ListenAsync(options, certificates, state, port, cancellationToken);
        }
        catch (IOException) when (options.Port is null && port != 0)
        {
            // Someone else took the earlier port meanwhile.
            server = await ListenAsync(options, certificates, state, 0, cancellationToken);
        }
        await ClusterBootstrap.CreateAsync(state.Api, server.Port, cancellationToken);
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
        EmbeddedApiServerOptions options, ClusterCertificates certificates, ServerState state, int port, CancellationToken cancellationToken)
    {
        var stopping = new CancellationTokenSource();
        var address = "";
        var router = CreateRouter(options, certificates, state, () => address, stopping.Token);
        var host = BuildHost(certificates, port);
        host.UseWebSockets();
        host.Run(router.HandleAsync);
        var server = new EmbeddedApiServer(host, certificates, stopping, options.Time, state);
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            await host.DisposeAsync();
            stopping.Dispose();
            throw;
        }
        var url = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.Port = new Uri(url).Port;
        address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Port}");
        server.Url = $"https://{address}";
        return server;
    }

    private static ApiRouter CreateRouter(
        EmbeddedApiServerOptions options, ClusterCertificates certificates, ServerState state, Func<string> address, CancellationToken stopping)
    {
        var authenticator = new Authenticator(certificates.Authority, certificates.AdminToken, options.Time);
        var tables = new TableWriter(options.Time);
        var objects = new ResourceHandler(
            state.Api, new ListPages(state.Store), new WatchHandler(state.Store, tables, options.Time, stopping), tables);
        var subresources = new SubresourceHandler(
            state.Api, objects, new ScaleHandler(state.Api, objects, options.Time), new TokenHandler(authenticator, state.Store, options.Time));
        return new ApiRouter(
            state.Registry,
            authenticator,
            new InfoHandler(options.Version),
            new DiscoveryHandler(state.Registry, address),
            new OpenApiHandler(state.Registry, options.Version.GitVersion),
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
}
