using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>Names the gRPC methods. Bodies stay bytes: most of them are forwarded as they are.</summary>
internal sealed class RelayMethods : IServiceMethodProvider<RelayCalls>
{
    /// <summary>Envoy's own service for access logs.</summary>
    public const string AccessLogService = "envoy.service.accesslog.v3.AccessLogService";

    private static readonly Marshaller<byte[]> s_bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<RelayCalls> context)
    {
        foreach (var signal in OtlpSignal.All)
        {
            var method = new Method<byte[], byte[]>(MethodType.Unary, signal.Service, OtlpSignal.Method, s_bytes, s_bytes);
            context.AddUnaryMethod(method, [], (calls, body, _) => calls.ExportAsync(signal, body));
        }

        context.AddClientStreamingMethod(
            new Method<byte[], byte[]>(MethodType.ClientStreaming, AccessLogService, "StreamAccessLogs", s_bytes, s_bytes),
            [],
            (calls, messages, call) => calls.ReadAccessLogsAsync(messages, call.CancellationToken));
    }
}
