using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Sends a request to an upstream through YARP's forwarder and passes the answer on; what differs by direction is in the two heirs.</summary>
internal abstract class UpstreamCall(Exchange exchange) : HttpTransformer
{
    private static readonly TimeSpan NoTimeout = TimeSpan.FromDays(24);

    private static readonly ForwarderRequestConfig Http1 = new()
    {
        ActivityTimeout = NoTimeout,
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static readonly ForwarderRequestConfig Http2 = Http1 with { Version = HttpVersion.Version20 };

    // Envoy keeps the path as it is, so nothing may be decoded or encoded on the way.
    private static readonly UriCreationOptions RawPath = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private long _attemptStart;

    protected Exchange Exchange => exchange;

    protected HttpContext Context => exchange.Context;

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = AddressOf(exchange, destinationPrefix);
        proxyRequest.Headers.Host = exchange.Authority;
    }

    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        // The forwarder gave up; whoever called it answers.
        if (proxyResponse is null)
            return ValueTask.FromResult(false);
        var elapsed = (long)exchange.Proxy.Time.GetElapsedTime(_attemptStart).TotalMilliseconds;
        if (!Accepts(proxyResponse))
            return ValueTask.FromResult(false);
        exchange.UpstreamServiceTime = elapsed;
        exchange.Details = "via_upstream";
        CountBody(proxyResponse);
        var copied = base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        var headers = httpContext.Response.Headers;
        headers["x-envoy-upstream-service-time"] = SmallNumbers.Text(elapsed);
        headers.Server = exchange.Proxy.ServerName;
        FinishResponse(headers);
        return copied;
    }

    /// <summary>Whether the answer goes to the client; false when another attempt will be made.</summary>
    protected virtual bool Accepts(HttpResponseMessage response) => true;

    /// <summary>Makes the changes to the answer that this direction makes.</summary>
    protected abstract void FinishResponse(IHeaderDictionary headers);

    /// <summary>Where a request goes, with its path as it is.</summary>
    public static Uri AddressOf(Exchange exchange, string prefix) => new(prefix + (exchange.RewrittenTarget ?? exchange.NormalizedTarget), in RawPath);

    /// <summary>One attempt.</summary>
    protected ValueTask<ForwarderError> SendAsync(string prefix, HttpMessageInvoker client, bool http2, CancellationToken ct)
    {
        _attemptStart = exchange.Proxy.Time.GetTimestamp();
        exchange.Attempts++;
        return exchange.Proxy.Server.Forwarder.SendAsync(Context, prefix, client, http2 ? Http2 : Http1, this, ct);
    }

    /// <summary>Sees to it that the bytes of the request's body are counted.</summary>
    protected void CountRequestBody()
    {
        if (Context.Request.ContentLength is { } length)
            exchange.BytesReceived = length;
        else if (Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            Context.Request.Body = new CountingStream(Context.Request.Body, count => exchange.BytesReceived += count);
    }

    /// <summary>The exception behind the forwarder's last error.</summary>
    protected UpstreamFailure Failure() => FailureClassifier.Classify(Context.Features.Get<IForwarderErrorFeature>()?.Exception);

    /// <summary>Notes a failure after the answer had begun: the forwarder has ended the connection already.</summary>
    protected void NoteBrokenAnswer(ForwarderError error)
    {
        if (Context.RequestAborted.IsCancellationRequested || error is ForwarderError.ResponseBodyClient or ForwarderError.ResponseBodyCanceled)
            NoteClientGone();
        else
            exchange.Flags |= ResponseFlags.UpstreamConnectionTermination;
    }

    protected void NoteClientGone()
    {
        exchange.ClientGone = !Context.Response.HasStarted;
        exchange.Flags |= ResponseFlags.DownstreamConnectionTermination;
        exchange.Details = "downstream_remote_disconnect";
    }

    private void CountBody(HttpResponseMessage response)
    {
        exchange.BytesSent = 0;
        if (HttpMethods.IsHead(Context.Request.Method) || response.StatusCode == HttpStatusCode.SwitchingProtocols)
            return;
        if (response.Content.Headers.ContentLength is { } length)
            exchange.BytesSent = length;
        else
            response.Content = new CountingContent(response.Content, count => exchange.BytesSent += count) { };
    }
}
