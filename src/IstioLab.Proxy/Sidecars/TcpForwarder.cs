using System.Net;
using System.Net.Sockets;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Telemetry;
using IstioLab.Proxy.Tls;

namespace IstioLab.Proxy.Sidecars;

/// <summary>Relays a connection that is not HTTP, and records it as one exchange when it ends.</summary>
internal sealed class TcpForwarder(ProxyCore proxy)
{
    /// <summary>Connects and relays.</summary>
    /// <param name="client">The client's connection.</param>
    /// <param name="target">Where it goes, and how it is named.</param>
    /// <param name="dial">Connects to the upstream.</param>
    /// <param name="ct">Ends the relay.</param>
    public async ValueTask RelayAsync(
        PodConnectionContext client, TcpTarget target, Func<CancellationToken, ValueTask<UpstreamConnection>> dial, CancellationToken ct)
    {
        var start = proxy.Time.GetUtcNow();
        var timestamp = proxy.Time.GetTimestamp();
        var flags = ResponseFlags.None;
        var bytes = (Received: 0L, Sent: 0L);
        IPEndPoint? local = null;
        string? transportFailure = null;
        try
        {
            await using var upstream = await dial(ct);
            local = upstream.LocalEndPoint;
            bytes = await TcpRelay.RunAsync(client, upstream, ct);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or UpstreamTlsException)
        {
            transportFailure = (failure as UpstreamTlsException)?.Kind.TransportReason;
            flags = ResponseFlags.UpstreamConnectionFailure;
            client.Abort();
        }
        finally
        {
            await client.DisposeAsync();
        }
        proxy.Recorder.Write(new ExchangeRecord
        {
            Resource = proxy.Resource,
            Reporter = target.Reporter,
            Protocol = ExchangeProtocol.Tcp,
            Start = start,
            Duration = proxy.Time.GetElapsedTime(timestamp),
            ResponseFlags = ResponseFlagNames.Format(flags),
            UpstreamTransportFailureReason = transportFailure,
            BytesReceived = bytes.Received,
            BytesSent = bytes.Sent,
            UpstreamHost = target.Host,
            UpstreamCluster = target.Cluster,
            UpstreamLocalAddress = local,
            DownstreamLocalAddress = client.Destination,
            DownstreamRemoteAddress = client.Source,
            RequestedServerName = client.ServerName,
            Security = target.Reporter == ReporterKind.Source ? ConnectionSecurity.Unknown : ConnectionSecurity.None,
            Source = target.Source,
            Destination = target.Destination,
            DestinationService = target.Service,
            DestinationServiceName = target.ServiceName,
            DestinationServiceNamespace = target.ServiceNamespace,
        });
    }

    /// <summary>Closes a connection that may not pass, and records that.</summary>
    public async ValueTask RefuseAsync(PodConnectionContext client, string cluster, ResponseFlags flags, string? details)
    {
        client.Abort();
        await client.DisposeAsync();
        proxy.Recorder.Write(new ExchangeRecord
        {
            Resource = proxy.Resource,
            Protocol = ExchangeProtocol.Tcp,
            Start = proxy.Time.GetUtcNow(),
            ResponseFlags = ResponseFlagNames.Format(flags),
            ResponseCodeDetails = details,
            UpstreamCluster = cluster,
            DownstreamLocalAddress = client.Destination,
            DownstreamRemoteAddress = client.Source,
            RequestedServerName = client.ServerName,
            Source = proxy.Resource.Workload,
            DestinationService = client.Destination.ToString(),
            DestinationServiceName = cluster,
        });
    }
}
