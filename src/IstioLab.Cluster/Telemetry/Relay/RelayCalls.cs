using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Telemetry.Relay;

/// <summary>The calls of senders, over gRPC and over HTTP. An empty answer means that everything was taken.</summary>
internal sealed class RelayCalls(RelayIntake intake)
{
    private const string Protobuf = "application/x-protobuf";

    /// <exception cref="RpcException">The body is no message of the signal.</exception>
    public Task<byte[]> ExportAsync(OtlpSignal signal, byte[] body)
    {
        try
        {
            intake.Take(signal, body);
            return Task.FromResult<byte[]>([]);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, Sentence(signal, malformed)));
        }
    }

    /// <exception cref="RpcException">A message is none of the access-log service.</exception>
    public async Task<byte[]> ReadAccessLogsAsync(IAsyncStreamReader<byte[]> messages, CancellationToken cancellationToken)
    {
        NodeId? node = null;
        try
        {
            await foreach (var message in messages.ReadAllAsync(cancellationToken))
            {
                node = intake.TakeAccessLogs(message, node);
            }
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The message is none of Envoy's access-log service: {malformed.Message}"));
        }

        return [];
    }

    public async Task ExportAsync(HttpContext context)
    {
        if (OtlpSignal.Find(context.Request.RouteValues["signal"] as string) is not { } signal)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("The relay takes v1/traces, v1/logs and v1/metrics.\n", context.RequestAborted);
            return;
        }

        if (context.Request.ContentType is not { } type || !type.StartsWith(Protobuf, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            await context.Response.WriteAsync(
                $"Content type '{context.Request.ContentType}' is not taken; it must be '{Protobuf}': OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.\n", context.RequestAborted);
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        try
        {
            intake.Take(signal, body.ToArray());
            context.Response.ContentType = Protobuf;
        }
        catch (InvalidProtocolBufferException malformed)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(Sentence(signal, malformed) + "\n", context.RequestAborted);
        }
    }

    private static string Sentence(OtlpSignal signal, Exception malformed) => $"The body is no OTLP message of '{signal.Path}': {malformed.Message}";
}
