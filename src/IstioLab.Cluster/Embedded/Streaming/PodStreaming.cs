using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Streaming.PortForward;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Streaming;

/// <summary>The subresources of a pod that stream: <c>log</c>, <c>exec</c>, <c>attach</c>, <c>portforward</c> and <c>proxy</c>.</summary>
internal sealed class PodStreaming(IObjectApi api, IPodConnector connector, TimeProvider time)
{
    private readonly PodLogEndpoint _logs = new(api, connector, time);
    private readonly PodCommandEndpoint _commands = new(api, connector);
    private readonly PortForwardEndpoint _ports = new(api, connector);
    private readonly PodProxyEndpoint _proxy = new(api, connector);

    /// <summary>Serves one request, which the caller has authorised.</summary>
    /// <param name="context">The request.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod's name; for <c>proxy</c> with the port.</param>
    /// <param name="subresource">One of the five.</param>
    /// <param name="path">What follows <c>proxy</c> in the path, with its leading slash; empty otherwise.</param>
    /// <param name="cancellationToken">Ends the conversation.</param>
    /// <exception cref="ApiException">Whatever is refused before the first byte of the answer.</exception>
    public Task HandleAsync(HttpContext context, string ns, string pod, string subresource, string path, CancellationToken cancellationToken) => subresource switch
    {
        "log" => _logs.HandleAsync(context, ns, pod, cancellationToken),
        "exec" => _commands.HandleAsync(context, ns, pod, attach: false, cancellationToken),
        "attach" => _commands.HandleAsync(context, ns, pod, attach: true, cancellationToken),
        "portforward" => _ports.HandleAsync(context, ns, pod, cancellationToken),
        "proxy" => _proxy.HandleAsync(context, ns, pod, path, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(subresource), subresource, "A pod streams 'log', 'exec', 'attach', 'portforward' and 'proxy' only."),
    };
}
