using System.Diagnostics;
using System.Diagnostics.Metrics;
using IstioLab.Cluster.Telemetry.Relay;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IstioLab.Cluster.Tests.Telemetry.Relay;

/// <summary>An application with the real OpenTelemetry SDK that sends to a relay.</summary>
internal sealed class SdkSender : IDisposable
{
    private const int FlushMilliseconds = 20_000;

    private readonly ActivitySource _source;
    private readonly Meter _meter;
    private readonly TracerProvider _tracing;
    private readonly MeterProvider _metrics;
    private readonly ILoggerFactory _logging;
    private readonly OtlpExportProtocol _protocol;
    private readonly OtlpRelay _relay;
    private readonly string? _token;

    public SdkSender(OtlpRelay relay, OtlpExportProtocol protocol, string? token = null)
    {
        (_relay, _protocol, _token) = (relay, protocol, token);
        Service = $"sdk-{Guid.NewGuid().ToString("N")[..8]}";
        _source = new ActivitySource(Service);
        _meter = new Meter(Service);
        var resource = ResourceBuilder.CreateEmpty().AddService(Service, serviceInstanceId: "one");
        _tracing = Sdk.CreateTracerProviderBuilder().AddSource(Service).SetResourceBuilder(resource)
            .AddOtlpExporter(options => Configure(options, "v1/traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().AddMeter(Service).SetResourceBuilder(resource)
            .AddOtlpExporter(options => Configure(options, "v1/metrics")).Build();
        _logging = LoggerFactory.Create(builder => builder.AddOpenTelemetry(logs => logs.SetResourceBuilder(resource)
            .AddOtlpExporter(options => Configure(options, "v1/logs"))));
    }

    /// <summary>Its name, which no other one has.</summary>
    public string Service { get; }

    /// <summary>One span with one log line in it, and one count.</summary>
    public string Send()
    {
        using var activity = _source.StartActivity("work") ?? throw new InvalidOperationException("Nobody listens to the source.");
        _logging.CreateLogger("shop").LogWarning("stock is low");
        _meter.CreateCounter<long>("orders").Add(1);
        return activity.TraceId.ToHexString();
    }

    /// <summary>Hands everything over.</summary>
    public void Flush()
    {
        _tracing.ForceFlush(FlushMilliseconds);
        _metrics.ForceFlush(FlushMilliseconds);
    }

    public void Dispose()
    {
        _tracing.Dispose();
        _metrics.Dispose();
        _logging.Dispose();
        _meter.Dispose();
        _source.Dispose();
    }

    private void Configure(OtlpExporterOptions options, string path)
    {
        options.Protocol = _protocol;
        options.Endpoint = _protocol == OtlpExportProtocol.Grpc
            ? new Uri($"http://127.0.0.1:{_relay.GrpcPort}")
            : new Uri($"http://127.0.0.1:{_relay.HttpPort}/{path}");
        if (_token is not null)
        {
            options.Headers = $"{RelayToken.Header}={_token}";
        }
    }
}
