using System.Net;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.Proxy.Exchanges;
using IstioLab.Proxy.Http;
using IstioLab.Proxy.Telemetry;
using IstioLab.Proxy.Tracing;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Proxy.Sidecars;

/// <summary>
/// Answers the HTTP requests of outbound and gateway listeners, in Envoy's order: (1) ids and trace, (2) a gateway's tokens, (3) the
/// route, (4) cross-origin rules, (5) faults, (6) the route's action.
/// </summary>
internal sealed class RouteHandler(ProxyCore proxy, bool isGateway)
{
    private const string DecoratorHeader = "x-envoy-decorator-operation";

    public async Task HandleAsync(HttpContext context)
    {
        var connection = context.Features.Get<PodConnectionContext>()!;
        var chain = (HttpChain)connection.State!;
        if (proxy.Runtime is not { } runtime)
        {
            context.Abort();
            return;
        }
        if (chain.Authority is { } authority)
            context.Request.Host = new HostString(authority);
        var exchange = new Exchange(context, connection, runtime, proxy);
        try
        {
            await HandleAsync(exchange, chain);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            exchange.ClientGone = !context.Response.HasStarted;
            exchange.Flags |= ResponseFlags.DownstreamConnectionTermination;
            exchange.Details ??= "downstream_remote_disconnect";
        }
        finally
        {
            proxy.Recorder.Record(exchange, PeersOf(exchange));
        }
    }

    private ValueTask HandleAsync(Exchange exchange, HttpChain chain)
    {
        if (exchange.Context.Request.Protocol == "HTTP/1.0")
            return LocalReplySender.SendAsync(exchange, LocalReply.LowVersion, "HTTP/1.0 is not served by the mesh; use HTTP/1.1.");
        Identify(exchange);
        if (isGateway && TokenGate.Check(exchange) is { } refusal)
            return TokenGate.RefuseAsync(exchange, refusal);
        if (!exchange.Runtime.Snapshot.Routes.TryGetValue(chain.RouteConfiguration, out var routes))
            return LocalReplySender.SendAsync(exchange, LocalReply.RouteNotFound, Reasons.NoVirtualHost(exchange));
        var match = routes.Match(exchange.ToRequestInfo());
        switch (match.Outcome)
        {
            case RouteOutcome.Matched:
                return ActAsync(exchange, match.Route!, chain);
            case RouteOutcome.TlsRequired:
                return Redirector.ToHttpsAsync(exchange);
            case RouteOutcome.NoRoute:
                return LocalReplySender.SendAsync(exchange, LocalReply.RouteNotFound, Reasons.NoRoute(exchange, match.VirtualHost!));
            default:
                return LocalReplySender.SendAsync(exchange, LocalReply.RouteNotFound, Reasons.NoVirtualHost(exchange));
        }
    }

    /// <summary>Gives the request its id and its place in a trace, for the next hop and for the record.</summary>
    private void Identify(Exchange exchange)
    {
        if (isGateway)
            EdgeHeaders.Apply(exchange);
        var headers = exchange.Context.Request.Headers;
        string? requestId = headers["x-request-id"];
        if (string.IsNullOrEmpty(requestId))
            headers["x-request-id"] = requestId = RequestId.Create(proxy.Random);
        exchange.RequestId = requestId;
        TraceHeaders.Continue(exchange, proxy);
        if (headers["x-forwarded-proto"].Count == 0)
            headers["x-forwarded-proto"] = exchange.Scheme;
    }

    private async ValueTask ActAsync(Exchange exchange, Route route, HttpChain chain)
    {
        exchange.Route = route;
        exchange.RouteName = route.Name;
        exchange.Operation = route.Operation;
        if (route.Cors is { } cors && CorsResponder.TryAnswer(exchange, cors))
            return;
        if (route.Fault is { } fault && await FaultInjector.InjectAsync(exchange, fault))
            return;
        switch (route.Action)
        {
            case ForwardAction forward:
                await ForwardAsync(exchange, forward, chain);
                break;
            case RedirectAction redirect:
                await Redirector.SendAsync(exchange, redirect);
                break;
            case DirectResponseAction direct:
                await DirectResponder.SendAsync(exchange, direct);
                break;
        }
    }

    private async ValueTask ForwardAsync(Exchange exchange, ForwardAction action, HttpChain chain)
    {
        var destination = action.Choose(proxy.Random.NextBits());
        exchange.Destination = destination;
        exchange.ClusterName = destination.Cluster;
        var cluster = exchange.Runtime.FindCluster(destination.Cluster);
        if (cluster is null || cluster.Cluster.Type == ClusterType.BlackHole)
        {
            await LocalReplySender.SendAsync(exchange, LocalReply.ClusterNotFound, Reasons.NoCluster(exchange, destination.Cluster));
            return;
        }
        exchange.Cluster = cluster;
        if (cluster.Cluster.Type is ClusterType.Passthrough or ClusterType.OriginalDestination
            && IPAddress.IsLoopback(exchange.Connection.Destination.Address))
        {
            await LocalReplySender.SendAsync(exchange, LocalReply.NoHealthyUpstream, Reasons.NoOriginalDestination(exchange));
            return;
        }
        action = RequestOverrides.Apply(exchange.Context.Request.Headers, action, exchange.IsGrpc);
        RequestRewriter.Rewrite(exchange, action, destination);
        if (exchange.Operation.Length > 0)
            exchange.Context.Request.Headers[DecoratorHeader] = exchange.Operation;
        if (!action.Mirrors.IsEmpty)
            await proxy.Mirrors.SendAsync(exchange, action);
        var call = new OutboundCall(exchange, cluster, action, chain.KeepsProtocol);
        await call.RunAsync(HashKey.Of(exchange, action));
    }

    private ExchangePeers PeersOf(Exchange exchange)
    {
        var source = proxy.Resource.Workload;
        if (exchange.Cluster is { } running)
        {
            var cluster = running.Cluster;
            var destination = exchange.UpstreamWorkload ?? WorkloadIdentity.Unknown;
            return cluster.Host.Length == 0
                ? new(ReporterKind.Source, source, destination, exchange.Authority, cluster.Name, "unknown")
                : new(ReporterKind.Source, source, destination, cluster.Host, cluster.ServiceName, cluster.Namespace);
        }
        var host = exchange.Destination?.Host ?? exchange.Authority;
        return new(ReporterKind.Source, source, WorkloadIdentity.Unknown, host, exchange.RouteName == "block_all" ? "block_all" : host, "unknown");
    }
}
