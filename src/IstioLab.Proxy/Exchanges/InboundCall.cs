using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Sends a request to the application beside the sidecar: one attempt, no time limit.</summary>
/// <param name="exchange">The request.</param>
/// <param name="prefix">The application's address.</param>
/// <param name="operation">The span's name to send back, when the caller has no sidecar that would have named it.</param>
internal sealed class InboundCall(Exchange exchange, string prefix, string? operation) : UpstreamCall(exchange)
{
    public async ValueTask RunAsync(bool http2)
    {
        CountRequestBody();
        var error = await SendAsync(prefix, Exchange.Proxy.Upstream.Application, http2, CancellationToken.None);
        Exchange.UpstreamLocalAddress = Exchange.Proxy.Services.Addresses.Of(Exchange.UpstreamHost!).LocalEndPoint;
        if (error == ForwarderError.None)
            return;
        if (Context.RequestAborted.IsCancellationRequested)
        {
            NoteClientGone();
            return;
        }
        if (Context.Response.HasStarted)
        {
            NoteBrokenAnswer(error);
            return;
        }
        var failure = Failure();
        Exchange.TransportFailureReason = failure.TransportReason;
        await LocalReplySender.SendAsync(
            Exchange, failure.Reply(retried: false), $"The application does not answer on port {Exchange.UpstreamHost!.Port} of pod '{Exchange.Proxy.Identity.PodName}'.");
    }

    protected override void FinishResponse(IHeaderDictionary headers)
    {
        if (operation is not null)
            headers["x-envoy-decorator-operation"] = operation;
    }
}
