using IstioLab.Cluster.Embedded.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IstioLab.Cluster.Embedded.Streaming;

/// <summary><c>pods/NAME:PORT/proxy/PATH</c>: one HTTP request to a port of the pod, as from inside it.</summary>
internal sealed class PodProxyEndpoint(IObjectApi api, IPodConnector connector)
{
    private static readonly string[] HopByHop = ["Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Host"];

    /// <param name="context">The request.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="podAndPort"><c>NAME</c>, <c>NAME:PORT</c> or <c>http:NAME:PORT</c>; port 80 where none is named.</param>
    /// <param name="path">What follows <c>/proxy</c>, with its leading slash, or empty.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public async Task HandleAsync(HttpContext context, string ns, string podAndPort, string path, CancellationToken cancellationToken)
    {
        var (pod, port) = Parse(podAndPort);
        PodTarget.Find(api, ns, pod);
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = (_, token) => connector.OpenPortAsync(ns, pod, port, token),
        });
        using var request = Copy(context.Request, new Uri($"http://{pod}:{port}{(path.Length == 0 ? "/" : path)}{context.Request.QueryString}"));
        using var response = await SendAsync(client, request, pod, port, cancellationToken);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !IsHopByHop(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, cancellationToken);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpMessageInvoker client, HttpRequestMessage request, string pod, int port, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException cause)
        {
            var message = $"error trying to reach service: dial tcp {pod}:{port}: {cause.InnerException?.Message ?? cause.Message}";
            throw new ApiException(new ApiStatus(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", message));
        }
    }

    private static HttpRequestMessage Copy(HttpRequest source, Uri target)
    {
        var request = new HttpRequestMessage(new HttpMethod(source.Method), target);
        if (source.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            request.Content = new StreamContent(source.Body);
        }

        foreach (var (name, values) in source.Headers.Where(header => !IsHopByHop(header.Key) && header.Key != "Authorization"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        return request;
    }

    private static (string Pod, int Port) Parse(string podAndPort)
    {
        var parts = podAndPort.Split(':');
        var name = parts.Length == 3 ? parts[1] : parts[0];
        var text = parts.Length == 1 ? "80" : parts[^1];
        return int.TryParse(text, out var port) && port is > 0 and <= ushort.MaxValue
            ? (name, port)
            : throw PodTarget.Refuse($"invalid pod request \"{podAndPort}\": '{text}' is no port from 1 to 65535");
    }

    private static bool IsHopByHop(string name) => HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase);
}
