using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Tests;

public sealed class OtlpExportTests
{
    [Fact]
    public async Task Telemetry_goes_to_the_endpoint_with_the_headers_that_Aspire_sets()
    {
        var received = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.MapPost("/v1/traces", (HttpRequest request) => received.TrySetResult(request.Headers["x-otlp-api-key"]));
        await collector.StartAsync(TestContext.Current.CancellationToken);

        KeyValuePair<string, string?>[] settings =
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            new("OTEL_EXPORTER_OTLP_HEADERS", "x-otlp-api-key=the-key"),
            new("OTEL_BSP_SCHEDULE_DELAY", "50"),
        ];
        await using var service = await RunningService.StartAsync("Development", app => app.MapGet("/", () => "hello"), settings);
        await service.Client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("the-key", await received.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
    }
}
