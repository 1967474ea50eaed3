using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Text;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Network;
using IstioLab.Proxy.Runtime;
using IstioLab.Proxy.Tls;

namespace IstioLab.Proxy.Exchanges;

/// <summary>
/// The HTTP clients of one proxy: one for other pods, one for its own application, whose addresses would be the same. No ambient
/// activity, proxy, cookie, redirect or decompression: what a proxy sends is what its configuration says.
/// </summary>
internal sealed class UpstreamClient : IDisposable
{
    // Envoy keeps idle connections for an hour; a pod of the lab does not need them that long.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    private readonly IPodInterface _pod;
    private readonly AddressBook _addresses;
    private readonly ITlsMaterialSource? _certificates;
    private readonly ConcurrentDictionary<(ConnectionTimes Times, UpstreamTls? Tls), Lazy<HttpMessageInvoker>> _networks = new();
    private readonly Lazy<HttpMessageInvoker> _application;

    public UpstreamClient(IPodInterface pod, AddressBook addresses, ITlsMaterialSource? certificates)
    {
        _pod = pod;
        _certificates = certificates;
        _addresses = addresses;
        _application = new(() => new HttpMessageInvoker(CreateHandler(ConnectToApplicationAsync, ConnectionTimes.None)));
    }

    /// <summary>Calls other pods, and this one through its own inbound listener. Clusters with the same times and TLS share connections.</summary>
    public HttpMessageInvoker Of(ClusterPolicy policy, UpstreamTls? tls = null) => _networks.GetOrAdd(
        (ConnectionTimes.Of(policy), tls),
        static (key, client) => new(() => new HttpMessageInvoker(CreateHandler(client.ConnectBy(key.Tls), key.Times))),
        this).Value;

    /// <summary>Calls the endpoints of a cluster on behalf of a request, with the TLS that the cluster asks for.</summary>
    public HttpMessageInvoker Of(Exchange exchange, ClusterRuntime cluster) => Of(
        cluster.Cluster.Policy,
        UpstreamTls.Of(cluster.Cluster.Policy.Tls, exchange.Authority, exchange.Runtime.Snapshot.Settings.Release));

    /// <summary>Calls the application beside a sidecar.</summary>
    public HttpMessageInvoker Application => _application.Value;

    public void Dispose()
    {
        foreach (var (_, network) in _networks)
        {
            if (network.IsValueCreated)
                network.Value.Dispose();
        }
        if (_application.IsValueCreated)
            _application.Value.Dispose();
    }

    /// <summary>Connects to the application beside a sidecar, at its loopback address where that is asked for.</summary>
    public static ValueTask<PodConnection> DialApplicationAsync(IPodInterface pod, IPEndPoint application, CancellationToken ct) =>
        IPAddress.IsLoopback(application.Address) ? pod.DialDirectAsync(application, ct) : pod.DialApplicationAsync(application.Port, ct);

    private static SocketsHttpHandler CreateHandler(
        Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect, ConnectionTimes times) => new()
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectCallback = connect,
        ConnectTimeout = times.Connect ?? Timeout.InfiniteTimeSpan,
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = times.Idle ?? IdleTimeout,
        PooledConnectionLifetime = times.Life ?? Timeout.InfiniteTimeSpan,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
        UseCookies = false,
        UseProxy = false,
    };

    private Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> ConnectBy(UpstreamTls? tls) =>
        tls is null ? ConnectToNetworkAsync : (context, ct) => ConnectSecuredAsync(tls, context, ct);

    private async ValueTask<Stream> ConnectSecuredAsync(UpstreamTls tls, SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var protocol = context.InitialRequestMessage.Version.Major >= 2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11;
        return await TlsOriginator.ConnectAsync(await ConnectToNetworkAsync(context, ct), tls, _certificates?.Find(tls.Settings), protocol, ct);
    }

    private async ValueTask<Stream> ConnectToNetworkAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var destination = new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port);
        var connection = await _pod.DialDirectAsync(destination, ct);
        _addresses.Of(destination).Track(connection);
        return connection.Stream;
    }

    private async ValueTask<Stream> ConnectToApplicationAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var application = new IPEndPoint(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port);
        var connection = await DialApplicationAsync(_pod, application, ct);
        _addresses.Of(application).Track(connection);
        return connection.Stream;
    }
}
