using System.Text;
using IstioLab.Config.Routing;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Delays and aborts requests before anything is sent (https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPFaultInjection).</summary>
internal static class FaultInjector
{
    private const int Million = 1_000_000;
    private static readonly byte[] AbortBody = Encoding.UTF8.GetBytes("fault filter abort");

    /// <returns>True when the request was aborted and has its answer.</returns>
    public static async ValueTask<bool> InjectAsync(Exchange exchange, FaultPolicy fault)
    {
        var random = exchange.Proxy.Random;
        if (fault.HasDelay && random.Next(Million) < fault.DelayPerMillion)
        {
            exchange.Flags |= ResponseFlags.DelayInjected;
            await Task.Delay(fault.Delay, exchange.Proxy.Time, exchange.Context.RequestAborted);
        }
        if (!fault.HasAbort || random.Next(Million) >= fault.AbortPerMillion)
            return false;
        var reason = $"{exchange.Route!.Rule}: fault.abort.";
        if (fault.AbortGrpcStatus is { } grpcStatus)
            await SendGrpcAbortAsync(exchange, grpcStatus, reason);
        else
            await LocalReplySender.SendAsync(exchange, Reply(fault.AbortStatus), reason);
        return true;
    }

    private static LocalReply Reply(int status) => new(status, ResponseFlags.FaultInjected, "fault_filter_abort", AbortBody);

    private static async ValueTask SendGrpcAbortAsync(Exchange exchange, int grpcStatus, string reason)
    {
        await LocalReplySender.SendAsync(exchange, Reply(200) with { Body = default }, reason);
        var headers = exchange.Context.Response.Headers;
        exchange.Context.Response.ContentLength = null;
        headers.ContentType = "application/grpc";
        headers.GrpcStatus = SmallNumbers.Text(grpcStatus);
        headers.GrpcMessage = "fault filter abort";
    }
}
