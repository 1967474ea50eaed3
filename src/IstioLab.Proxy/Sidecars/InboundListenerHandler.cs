using System.Collections.Concurrent;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Runtime;
using IstioLab.Proxy.Telemetry;
using IstioLab.Proxy.Tracing;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Sidecars;

/// <summary>The inbound side of a sidecar: leads what was dialled to the application, whose port is the original destination's.</summary>
internal sealed class InboundListenerHandler(ProxyCore proxy)
{
    private const string DecoratorHeader = "x-envoy-decorator-operation";

    private readonly TcpForwarder _tcp = new(proxy);
    private readonly ConcurrentDictionary<int, InboundPort> _ports = new();

    public async ValueTask ServeAsync(PodConnectionContext connection, CancellationToken ct)
    {
        var number = connection.Destination.Port;
        if (proxy.Runtime is not { } runtime || number is 15001 or 15006)
        {
            await _tcp.RefuseAsync(connection, UpstreamCluster.BlackHoleName, ResponseFlags.None, null);
            return;
        }
        var port = PortOf(runtime, number);
        var protocol = port.ReadsHttp
            ? await ProtocolSniffer.SniffAsync(connection.Transport.Input, ct)
            : SniffedProtocol.Other;
        if (protocol == SniffedProtocol.Closed)
        {
            await connection.DisposeAsync();
            return;
        }
        if (port.IsHttp(protocol))
        {
            await proxy.Server.ServeHttpAsync(connection, HandleAsync, protocol);
            return;
        }
        await _tcp.RelayAsync(connection, TargetOf(connection, port), async token => new UpstreamConnection(await UpstreamClient.DialApplicationAsync(proxy.Pod, port.Address, token)), ct);
    }

    /// <summary>
    /// Port descriptions live as long as the snapshot's listener that they were made of. Hops are plaintext, so that the chains are those
    /// of a proxy without certificates.
    /// </summary>
    private InboundPort PortOf(RuntimeSnapshot runtime, int number)
    {
        var listener = runtime.Snapshot.FindInbound(number);
        if (_ports.TryGetValue(number, out var port) && Equals(port.Listener, listener))
            return port;
        return _ports[number] = new InboundPort(proxy.Pod, number, listener, runtime.Snapshot.InboundChains.WithoutIdentity.Of(number));
    }

    private async Task HandleAsync(HttpContext context)
    {
        var connection = context.Features.Get<PodConnectionContext>()!;
        if (proxy.Runtime is not { } runtime)
        {
            context.Abort();
            return;
        }
        var port = PortOf(runtime, connection.Destination.Port);
        var exchange = new Exchange(context, connection, runtime, proxy)
        {
            RouteName = "default",
            ClusterName = port.Cluster,
            UpstreamHost = port.Address,
        };
        try
        {
            await HandleAsync(exchange, port);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            exchange.ClientGone = !context.Response.HasStarted;
            exchange.Flags |= ResponseFlags.DownstreamConnectionTermination;
            exchange.Details ??= "downstream_remote_disconnect";
        }
        finally
        {
            proxy.Recorder.Record(exchange, PeersOf(connection, port));
        }
    }

    private ValueTask HandleAsync(Exchange exchange, InboundPort port)
    {
        var headers = exchange.Context.Request.Headers;
        if (exchange.Context.Request.Protocol == "HTTP/1.0")
            return LocalReplySender.SendAsync(exchange, LocalReply.LowVersion, "HTTP/1.0 is not served by the mesh; use HTTP/1.1.");
        string? named = headers[DecoratorHeader];
        headers.Remove(DecoratorHeader);
        exchange.Operation = named ?? port.Operation;
        string? requestId = headers["x-request-id"];
        if (string.IsNullOrEmpty(requestId))
            headers["x-request-id"] = requestId = RequestId.Create(proxy.Random);
        exchange.RequestId = requestId;
        TraceHeaders.Continue(exchange, proxy);
        if (headers["x-forwarded-proto"].Count == 0)
            headers["x-forwarded-proto"] = exchange.Scheme;
        if (TokenGate.Check(exchange) is { } refusal)
            return TokenGate.RefuseAsync(exchange, refusal);
        var operation = named is null && port.Operation.Length > 0 ? port.Operation : null;
        var http2 = HttpProtocol.IsHttp2(exchange.Context.Request.Protocol);
        return new InboundCall(exchange, port.Prefix, operation).RunAsync(http2);
    }

    private ExchangePeers PeersOf(PodConnectionContext connection, InboundPort port) => new(
        ReporterKind.Destination,
        connection.SourcePeerMetadata as WorkloadIdentity ?? WorkloadIdentity.Unknown,
        proxy.Resource.Workload,
        port.Service,
        port.ServiceName,
        proxy.Resource.Namespace);

    private TcpTarget TargetOf(PodConnectionContext connection, InboundPort port) => new(port.Cluster, port.Address)
    {
        Reporter = ReporterKind.Destination,
        Source = connection.SourcePeerMetadata as WorkloadIdentity ?? WorkloadIdentity.Unknown,
        Destination = proxy.Resource.Workload,
        Service = port.Service,
        ServiceName = port.ServiceName,
        ServiceNamespace = proxy.Resource.Namespace,
    };
}
