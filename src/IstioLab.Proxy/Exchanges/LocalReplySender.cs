using IstioLab.Proxy.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Sends the proxy's own answers, to gRPC callers in gRPC's way.</summary>
internal static class LocalReplySender
{
    /// <summary>The header with one sentence on why the mesh answered.</summary>
    public const string ReasonHeader = "x-istiolab-reason";

    /// <summary>Answers instead of the upstream.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="reason">One sentence for the person who wonders; sent when the proxy is allowed to.</param>
    /// <param name="finish">Adds headers of the answer's kind; none by default.</param>
    public static ValueTask SendAsync(Exchange exchange, LocalReply reply, string? reason, Action<IHeaderDictionary>? finish = null)
    {
        var response = exchange.Context.Response;
        exchange.Flags |= reply.Flags;
        exchange.Details = reply.Details;
        if (response.HasStarted)
        {
            exchange.Context.Abort();
            return ValueTask.CompletedTask;
        }
        response.Clear();
        response.Headers.Server = exchange.Proxy.ServerName;
        if (reason is not null && exchange.Proxy.SendsReasons)
            response.Headers[ReasonHeader] = HeaderText.Clean(reason);
        if (reply.Flags.HasFlag(ResponseFlags.UpstreamOverflow))
            response.Headers["x-envoy-overloaded"] = "true";
        if (exchange.IsGrpc)
            return SendGrpc(exchange, response, reply);
        response.StatusCode = reply.Status;
        response.ContentLength = reply.Body.Length;
        if (!reply.Body.IsEmpty)
            response.ContentType = "text/plain";
        CorsResponder.FinishResponse(exchange, response.Headers);
        finish?.Invoke(response.Headers);
        ResponseRules.Apply(exchange, response.Headers);
        if (reply.Body.IsEmpty)
            return ValueTask.CompletedTask;
        exchange.BytesSent = reply.Body.Length;
        return HttpMethods.IsHead(exchange.Context.Request.Method)
            ? ValueTask.CompletedTask
            : response.Body.WriteAsync(reply.Body, exchange.Context.RequestAborted);
    }

    /// <summary>Takes back what a failed attempt wrote into the answer, so that another may be made.</summary>
    public static void Reset(HttpResponse response)
    {
        response.Clear();
        response.HttpContext.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = null;
    }

    private static ValueTask SendGrpc(Exchange exchange, HttpResponse response, LocalReply reply)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers.GrpcStatus = GrpcStatuses.Of(reply.Status);
        if (!reply.Body.IsEmpty)
            response.Headers.GrpcMessage = Uri.EscapeDataString(reply.Text).Replace("%20", " ", StringComparison.Ordinal);
        ResponseRules.Apply(exchange, response.Headers);
        return ValueTask.CompletedTask;
    }
}
