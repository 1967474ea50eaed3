using System.Net;
using System.Net.Sockets;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Runtime;
using IstioLab.Proxy.Tls;

namespace IstioLab.Proxy.Sidecars;

/// <summary>
/// The connection steps of outbound and gateway listeners: destination, first bytes where they matter, filter chain, then HTTP or a
/// relay of bytes.
/// </summary>
internal sealed class OutboundListener(ProxyCore proxy, bool isGateway)
{
    // Istio's name of the route configuration behind an HTTP proxy.
    private const string HttpProxyRoutes = "http_proxy";

    private readonly RouteHandler _routes = new(proxy, isGateway);
    private readonly TcpForwarder _tcp = new(proxy);

    public async ValueTask ServeAsync(PodConnectionContext connection, int listenerPort, CancellationToken ct)
    {
        if (proxy.Runtime is not { } runtime || IsLoop(connection.Destination))
        {
            await _tcp.RefuseAsync(connection, UpstreamCluster.BlackHoleName, ResponseFlags.None, null);
            return;
        }
        var destination = connection.Destination;
        var port = isGateway ? listenerPort : destination.Port;
        var listener = runtime.Snapshot.FindListener(isGateway ? null : destination.Address, port);
        if (listener is null)
        {
            await PassOrCloseAsync(connection, runtime, ct);
            return;
        }
        var protocol = MustSniff(listener) ? await ProtocolSniffer.SniffAsync(connection.Transport.Input, ct) : SniffedProtocol.Other;
        if (protocol == SniffedProtocol.Closed)
        {
            await connection.DisposeAsync();
            return;
        }
        var serverName = protocol == SniffedProtocol.Tls ? await ClientHello.ReadServerNameAsync(connection.Transport.Input, ct) : "";
        connection.ServerName = serverName;
        var isHttp = protocol is SniffedProtocol.Http1 or SniffedProtocol.Http2;
        var info = new ConnectionInfo(destination.Address, port, protocol == SniffedProtocol.Tls, serverName, isHttp);
        await ServeAsync(connection, runtime, listener.FindChain(in info), protocol, ct);
    }

    /// <summary>Serves a port that stands for one host: the routes of the HTTP proxy's listener, and the client's own HTTP version.</summary>
    public async ValueTask ServeHostAsync(PodConnectionContext connection, string authority, CancellationToken ct)
    {
        var protocol = await ProtocolSniffer.SniffAsync(connection.Transport.Input, ct);
        if (protocol is not (SniffedProtocol.Http1 or SniffedProtocol.Http2))
        {
            await connection.DisposeAsync();
            return;
        }
        connection.State = new HttpChain(HttpProxyRoutes, KeepsProtocol: true, connection.Destination.Port) { Authority = authority };
        await proxy.Server.ServeHttpAsync(connection, _routes.HandleAsync, protocol);
    }

    private static bool MustSniff(Listener listener)
    {
        if (listener.NeedsSniffing)
            return true;
        foreach (var chain in listener.FilterChains)
        {
            if (chain.IsHttp)
                return true;
        }
        return false;
    }

    private ValueTask ServeAsync(
        PodConnectionContext connection, RuntimeSnapshot runtime, FilterChain? chain, SniffedProtocol protocol, CancellationToken ct)
    {
        if (chain is null)
            return _tcp.RefuseAsync(connection, "-", ResponseFlags.NoRouteFound, "filter_chain_not_found");
        return chain.Termination is { } tls
            ? EndTlsAsync(connection, runtime, chain, tls, ct)
            : ServePlainAsync(connection, runtime, chain, protocol, ct);
    }

    private async ValueTask EndTlsAsync(
        PodConnectionContext connection, RuntimeSnapshot runtime, FilterChain chain, ServerTls tls, CancellationToken ct)
    {
        var material = proxy.Options.Tls?.Find(tls);
        if (material is null or { Problem: not null } || !await TlsTerminator.AcceptAsync(connection, tls, material, chain.IsHttp, proxy.Time, ct))
        {
            await _tcp.RefuseAsync(connection, "-", ResponseFlags.NoRouteFound, material?.Problem is null ? "tls_error" : "no_certificate");
            return;
        }
        // Who agreed on HTTP/2 speaks it; the others may still open with its preface.
        var protocol = connection.NegotiatedHttp2 ? SniffedProtocol.Http2
            : chain.IsHttp ? await ProtocolSniffer.SniffAsync(connection.Transport.Input, ct) : SniffedProtocol.Other;
        if (protocol == SniffedProtocol.Closed)
            await connection.DisposeAsync();
        else
            await ServePlainAsync(connection, runtime, chain, protocol, ct);
    }

    private ValueTask ServePlainAsync(
        PodConnectionContext connection, RuntimeSnapshot runtime, FilterChain chain, SniffedProtocol protocol, CancellationToken ct)
    {
        if (chain.RouteConfiguration is { } routes)
        {
            connection.State = new HttpChain(routes, chain.OnlyHttp, connection.Destination.Port);
            return proxy.Server.ServeHttpAsync(connection, _routes.HandleAsync, protocol);
        }
        var choice = chain.Choose(proxy.Random.NextBits());
        var cluster = choice is null ? null : runtime.FindCluster(choice.Cluster);
        return RelayAsync(connection, cluster, choice?.Cluster ?? "-", ct);
    }

    private ValueTask PassOrCloseAsync(PodConnectionContext connection, RuntimeSnapshot runtime, CancellationToken ct)
    {
        if (isGateway || runtime.Snapshot.OutboundPolicy == OutboundPolicyMode.RegistryOnly)
            return _tcp.RefuseAsync(connection, UpstreamCluster.BlackHoleName, ResponseFlags.None, null);
        var name = runtime.Snapshot.EgressCluster;
        return RelayAsync(connection, runtime.FindCluster(name), name, ct);
    }

    private ValueTask RelayAsync(PodConnectionContext connection, ClusterRuntime? cluster, string name, CancellationToken ct)
    {
        switch (cluster?.Cluster.Type)
        {
            case null:
                return _tcp.RefuseAsync(connection, name, ResponseFlags.NoClusterFound, "cluster_not_found");
            case ClusterType.BlackHole:
                return _tcp.RefuseAsync(connection, name, ResponseFlags.None, null);
            case ClusterType.Passthrough or ClusterType.OriginalDestination:
                return RelayAsync(connection, name, connection.Destination, ct);
        }
        if (cluster.Newest.Choose(HashKey.Of(connection, cluster.Cluster.Policy), connection.Destination) is not { } endpoint)
            return _tcp.RefuseAsync(connection, name, ResponseFlags.NoHealthyUpstream, "no_healthy_upstream");
        if (cluster.Breaker is { } breaker && !breaker.TryConnect())
            return _tcp.RefuseAsync(connection, name, ResponseFlags.UpstreamOverflow, null);
        var target = new TcpTarget(name, endpoint.Address.EndPoint)
        {
            Source = proxy.Resource.Workload,
            Destination = endpoint.Workload,
            Service = cluster.Cluster.Host,
            ServiceName = cluster.Cluster.ServiceName,
            ServiceNamespace = cluster.Cluster.Namespace,
        };
        return RelayToEndpointAsync(connection, target, cluster, endpoint, ct);
    }

    private async ValueTask RelayToEndpointAsync(
        PodConnectionContext connection, TcpTarget target, ClusterRuntime cluster, EndpointState endpoint, CancellationToken ct)
    {
        endpoint.Begin();
        try
        {
            await _tcp.RelayAsync(connection, target, token => DialAsync(cluster, endpoint, token), ct);
        }
        finally
        {
            endpoint.End();
            cluster.Breaker?.Disconnect();
        }
    }

    /// <summary>Connects to an endpoint within the cluster's time, and tells the outlier detection what came of it.</summary>
    private async ValueTask<UpstreamConnection> DialAsync(ClusterRuntime cluster, EndpointState endpoint, CancellationToken ct)
    {
        var policy = cluster.Cluster.Policy;
        using var limit = Deadline.Start(policy.ConnectTimeout, proxy.Time, ct);
        try
        {
            var tls = UpstreamTls.Of(policy.Tls, "", proxy.Runtime!.Snapshot.Settings.Release);
            var connection = await DialAsync(endpoint.Address.EndPoint, tls, limit.Token);
            endpoint.Health.RecordSuccess();
            return connection;
        }
        catch (Exception failure) when (failure is SocketException or UpstreamTlsException)
        {
            cluster.Outliers?.ReportFailure(endpoint);
            throw;
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            cluster.Outliers?.ReportFailure(endpoint);
            throw new SocketException((int)SocketError.TimedOut);
        }
    }

    private ValueTask RelayAsync(PodConnectionContext connection, string cluster, IPEndPoint destination, CancellationToken ct) =>
        _tcp.RelayAsync(
            connection,
            new TcpTarget(cluster, destination) { Source = proxy.Resource.Workload, Service = destination.ToString(), ServiceName = cluster },
            token => DialAsync(destination, null, token),
            ct);

    private async ValueTask<UpstreamConnection> DialAsync(IPEndPoint destination, UpstreamTls? tls, CancellationToken ct)
    {
        var connection = await proxy.Pod.DialDirectAsync(destination, ct);
        return new UpstreamConnection(
            connection, tls is null ? null : await TlsOriginator.ConnectAsync(connection.Stream, tls, proxy.Options.Tls?.Find(tls.Settings), null, ct));
    }

    private bool IsLoop(IPEndPoint destination) =>
        !isGateway && destination.Address.Equals(proxy.Pod.Address) && destination.Port is 15001 or 15006;
}
