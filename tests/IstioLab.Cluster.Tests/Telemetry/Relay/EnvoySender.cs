using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using IstioLab.Cluster.Telemetry.Otlp;
using IstioLab.Cluster.Telemetry.Relay;

namespace IstioLab.Cluster.Tests.Telemetry.Relay;

/// <summary>Sends what an Envoy of Istio sends: spans with its node's id, and access logs with the labels of the generated provider.</summary>
internal sealed class EnvoySender(OtlpRelay relay) : IDisposable
{
    private static readonly Marshaller<IMessage> s_request = Marshallers.Create<IMessage>(message => message.ToByteArray(), _ => throw new NotSupportedException());
    private static readonly Marshaller<byte[]> s_answer = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{relay.GrpcPort}");

    public string? Token { get; init; }

    public void Dispose() => _channel.Dispose();

    public Task SendSpanAsync(string node, string service, ActivityTraceId trace) => SendAsync(OtlpSignal.Traces, new TraceExport
    {
        Services =
        {
            new ServiceSpans
            {
                Service = new Service { Attributes = { Text("service.name", service) } },
                Scopes = { new SpanScope { Spans = { Span(node, trace) } } },
            },
        },
    });

    public Task SendLogAsync(params (string Name, string Value)[] labels) => SendAsync(OtlpSignal.Logs, new LogExport
    {
        Services =
        {
            new ServiceLogs
            {
                Service = new Service(),
                Scopes =
                {
                    new LogScope
                    {
                        Entries =
                        {
                            new LogEntry
                            {
                                TimeNanoseconds = 1_700_000_000_000_000_000,
                                Body = new Value { Text = "a line" },
                                Attributes = { Text(AccessLogLabels.Marker, "1"), labels.Select(label => Text(label.Name, label.Value)) },
                            },
                        },
                    },
                },
            },
        },
    });

    private static Span Span(string node, ActivityTraceId trace)
    {
        var id = new byte[16];
        trace.CopyTo(id);
        return new Span
        {
            TraceId = ByteString.CopyFrom(id),
            SpanId = ByteString.CopyFrom(id[..8]),
            Name = "apps-svc-all:80/*",
            Attributes = { Text("node_id", node) },
        };
    }

    private static Cluster.Telemetry.Otlp.Attribute Text(string key, string value) => new() { Key = key, Value = new Value { Text = value } };

    private async Task SendAsync(OtlpSignal signal, IMessage message)
    {
        var method = new Method<IMessage, byte[]>(MethodType.Unary, signal.Service, OtlpSignal.Method, s_request, s_answer);
        var headers = new Metadata();
        if (Token is not null)
        {
            headers.Add(RelayToken.Header, Token);
        }

        using var call = _channel.CreateCallInvoker().AsyncUnaryCall(
            method, null, new CallOptions(headers, cancellationToken: TestContext.Current.CancellationToken), message);
        await call;
    }
}
