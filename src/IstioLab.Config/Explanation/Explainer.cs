using System.Collections.Concurrent;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Tokens;

namespace IstioLab.Config.Explanation;

/// <summary>
/// Says where requests go and why. It compiles the snapshot that the proxy would get, once for each proxy, and asks the proxy's own code.
/// Safe for concurrent use.
/// </summary>
public sealed class Explainer
{
    private readonly MeshState state;
    private readonly bool hasEndpoints;
    private readonly SnapshotCompiler compiler = new();
    private readonly ConcurrentDictionary<string, ProxySnapshot> snapshots = new(StringComparer.Ordinal);
    private readonly ServiceAddresses addresses;
    private readonly TimeProvider time;
    private readonly UnknownHostHints hints;

    /// <summary>Creates an explainer of one state of the mesh.</summary>
    /// <param name="state">The state; when it holds no endpoints, each workload counts as one ready pod, and each Service without an address gets one.</param>
    /// <param name="time">The time that tells whether a token has expired; the system's by default.</param>
    public Explainer(MeshState state, TimeProvider? time = null)
    {
        hasEndpoints = state.Tables.Endpoints.HasSlices;
        this.state = hasEndpoints ? state : PlannedPods.AddTo(PlannedAddresses.AddTo(state));
        addresses = new ServiceAddresses(this.state);
        this.time = time ?? TimeProvider.System;
        hints = new UnknownHostHints(this.state, addresses);
    }

    /// <summary>Explains a request with the snapshot of the proxy that it comes from.</summary>
    public Explanation Explain(ExplainRequest request) => Explain(SnapshotOf(request.From), request);

    /// <summary>Explains a request with a given snapshot.</summary>
    public Explanation Explain(ProxySnapshot snapshot, ExplainRequest request)
    {
        var url = RequestUrl.Parse(request.Url);
        var explanation = Explain(snapshot, request, url);
        return explanation with { Hint = HintOf(snapshot, request, url, explanation) };
    }

    private string HintOf(ProxySnapshot snapshot, ExplainRequest request, RequestUrl url, Explanation explanation) => snapshot.Proxy.Type switch
    {
        ProxyType.Gateway when explanation.Listener.Length == 0 => UnknownHostHints.OfGatewayPort(snapshot),
        ProxyType.Gateway when explanation is { RouteConfiguration.Length: > 0, VirtualHost: "" } => hints.OfGatewayHost(url.Authority, snapshot.Proxy),
        ProxyType.Sidecar when explanation.Action is ExplainedAction.Passthrough or ExplainedAction.BlackHole || explanation.VirtualHost == "block_all" =>
            hints.OfSidecar(url.Host, snapshot, request.Port ?? url.Port),
        _ => "",
    };

    private Explanation Explain(ProxySnapshot snapshot, ExplainRequest request, RequestUrl url)
    {
        var explanation = new Explanation { Id = request.Id };
        var port = request.Port ?? url.Port;
        var destination = request.DestinationAddress
            ?? (snapshot.Proxy.Type == ProxyType.Gateway ? null : addresses.Find(url.Host, snapshot.Proxy, port));
        var listener = snapshot.Proxy.Type == ProxyType.Gateway
            ? FindGatewayListener(snapshot, request.DestinationAddress, port)
            : snapshot.FindListener(destination, port);
        if (listener is null)
        {
            return snapshot.Proxy.Type == ProxyType.Gateway
                ? explanation with { Response = new ExplainedResponse(0, "-", "no_listener") }
                : Unknown(snapshot, explanation, port);
        }

        explanation = explanation with { Listener = listener.Name };
        var connection = new ConnectionInfo(
            destination, port, url.IsTls, url.IsTls ? request.ServerName ?? url.Host : "", url.IsHttp);
        if (listener.FindChain(in connection) is not { } chain)
        {
            return explanation with { Response = new ExplainedResponse(0, "NR", "filter_chain_not_found") };
        }

        if (chain is { IsHttp: true, Termination: null } && url.IsTls)
        {
            return explanation with { Rule = chain.Rule, Response = new ExplainedResponse(400, "DPE", "http1.codec_error") };
        }

        return chain.RouteConfiguration is { } name
            ? ExplainHttp(snapshot, chain, snapshot.Routes[name], explanation, request, url)
            : ExplainTcp(snapshot, chain, explanation);
    }

    /// <summary>The listener of the address, when it is told, else the first of the port.</summary>
    private static Listener? FindGatewayListener(ProxySnapshot snapshot, IPAddress? destination, int port)
    {
        Listener? found = null;
        foreach (var listener in snapshot.Listeners)
        {
            if (listener.ServicePorts.Contains(port) && (found is null || listener.Address.Equals(destination)))
            {
                found = listener;
            }
        }

        return found ?? snapshot.FindListener(destination, port);
    }

    private ProxySnapshot SnapshotOf(ProxyIdentity proxy)
    {
        var labels = string.Join(',', proxy.Labels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        var key = $"{proxy.Type}|{proxy.Namespace}|{proxy.PodName}|{proxy.Address}|{proxy.DnsDomain}|{labels}";
        return snapshots.GetOrAdd(key, _ => compiler.Compile(state, proxy, 1));
    }

    private static Explanation Unknown(ProxySnapshot snapshot, Explanation explanation, int port)
    {
        var name = snapshot.ClusterOfUnknown(port);
        var cluster = snapshot.Clusters.GetValueOrDefault(name);
        var destination = new WeightedDestination(
            name, cluster?.Host ?? "", cluster?.Subset ?? "", cluster?.Port ?? 0, 1, HeaderOperations.None, HeaderOperations.None);
        return DestinationExplainer.Connection(
            snapshot, explanation with { Listener = "virtualOutbound", Rule = snapshot.OutboundPolicyRule }, [destination]);
    }

    private static Explanation ExplainTcp(ProxySnapshot snapshot, FilterChain chain, Explanation explanation) =>
        DestinationExplainer.Connection(snapshot, explanation with { Rule = chain.Rule }, chain.TcpDestinations);

    private Explanation ExplainHttp(
        ProxySnapshot snapshot,
        FilterChain chain,
        RouteConfiguration routes,
        Explanation explanation,
        ExplainRequest request,
        RequestUrl url)
    {
        var target = RequestTarget.Parse(url.Target, snapshot.Settings.PathNormalization);
        // A sidecar checks tokens of what comes in, not of what goes out.
        var tokens = snapshot.Proxy.Type == ProxyType.Gateway ? snapshot.Tokens : TokenPolicy.None;
        var sent = new HeaderList(request.Headers);
        var verdict = tokens.Read(sent, target.Query, time.GetUtcNow(), verifier: null);
        if (verdict.Problem is not null)
        {
            var response = new ExplainedResponse(verdict.Status, "-", verdict.Details);
            return explanation with { RouteConfiguration = routes.Name, Rule = verdict.Rule, Response = response };
        }

        var headers = sent.With(verdict);

        var info = new RequestInfo
        {
            Method = request.Method,
            Scheme = chain.Termination is not null ? "https" : "http",
            Authority = headers.Find("host") ?? headers.Find(":authority") ?? url.Authority,
            Path = target.Path,
            Query = target.Query,
            Headers = headers,
            Claims = verdict.Claims,
        };
        return new RouteExplainer(snapshot, state.Tables.Endpoints, !hasEndpoints).Explain(routes, in info, explanation);
    }
}
