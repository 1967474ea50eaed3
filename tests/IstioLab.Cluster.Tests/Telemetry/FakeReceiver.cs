using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using IstioLab.Cluster.Telemetry;
using IstioLab.Cluster.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IstioLab.Cluster.Tests.Telemetry;

/// <summary>An OTLP receiver on a real socket that keeps what it gets and answers as it is told.</summary>
internal sealed class FakeReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<TraceExport> Traces { get; } = new();

    public ConcurrentQueue<LogExport> Logs { get; } = new();

    public ConcurrentQueue<MetricExport> Metrics { get; } = new();

    public ConcurrentQueue<string> Headers { get; } = new();

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public ExportAnswer Answer { get; set; } = new();

    public TaskCompletionSource? Gate { get; set; }

    public OtlpTarget Target => new(new Uri(_app.Urls.Single()), "the-key");

    public static async Task<FakeReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new FakeReceiver(builder.Build());
        receiver._app.MapPost("/v1/{signal}", receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        Headers.Enqueue(string.Join(',', context.Request.Headers.Select(header => header.Key.ToLowerInvariant()).Order(StringComparer.Ordinal))
            + $" key={context.Request.Headers["x-otlp-api-key"]}");
        context.Response.StatusCode = (int)Status;
        if (Status == HttpStatusCode.OK)
        {
            Keep(signal, body.ToArray());
            await context.Response.Body.WriteAsync(Answer.ToByteArray());
        }
    }

    private void Keep(string signal, byte[] body)
    {
        switch (signal)
        {
            case "traces":
                Traces.Enqueue(TraceExport.Parser.ParseFrom(body));
                break;
            case "logs":
                Logs.Enqueue(LogExport.Parser.ParseFrom(body));
                break;
            default:
                Metrics.Enqueue(MetricExport.Parser.ParseFrom(body));
                break;
        }
    }
}
